/** Solvers of strongly convex problems: conjugate gradients, Newton-CG, limited-memory BFGS, dual coordinate ascent. */
@NullMarked
package io.expunge.unlearning.solve;

import org.jspecify.annotations.NullMarked;
