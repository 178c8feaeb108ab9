/** The model store in a directory. */
@NullMarked
package io.expunge.store.filesystem;

import org.jspecify.annotations.NullMarked;
