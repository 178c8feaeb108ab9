/** Algorithms that make parameters: training from scratch, and the unlearning methods under one interface. */
@NullMarked
package io.expunge.unlearning.method;

import org.jspecify.annotations.NullMarked;
