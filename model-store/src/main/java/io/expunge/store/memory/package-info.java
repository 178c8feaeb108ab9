/** The model store in memory, for tests and trials. */
@NullMarked
package io.expunge.store.memory;

import org.jspecify.annotations.NullMarked;
