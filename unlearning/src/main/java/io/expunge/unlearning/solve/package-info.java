/** Solvers of smooth strongly convex problems: conjugate gradients, limited-memory BFGS, Newton-CG, and what they need. */
@NullMarked
package io.expunge.unlearning.solve;

import org.jspecify.annotations.NullMarked;
