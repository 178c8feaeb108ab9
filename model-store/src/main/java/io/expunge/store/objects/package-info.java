/** The model store over any bucket of named, write-once objects; a new kind of storage implements only the bucket. */
@NullMarked
package io.expunge.store.objects;

import org.jspecify.annotations.NullMarked;
