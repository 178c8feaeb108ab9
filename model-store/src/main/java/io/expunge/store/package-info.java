/** Immutable, content-addressed versions of models and their training sets, and what belongs to the store as a whole. */
@NullMarked
package io.expunge.store;

import org.jspecify.annotations.NullMarked;
