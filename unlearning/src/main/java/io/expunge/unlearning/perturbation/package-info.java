/** Noise that makes a certified model indistinguishable from a retrained one, drawn exactly, and the account of it. */
@NullMarked
package io.expunge.unlearning.perturbation;

import org.jspecify.annotations.NullMarked;
