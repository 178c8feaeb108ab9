/** Immutable, content-addressed versions of models and their training sets, and the keys that make their ids unreadable. */
@NullMarked
package io.expunge.store;

import org.jspecify.annotations.NullMarked;
