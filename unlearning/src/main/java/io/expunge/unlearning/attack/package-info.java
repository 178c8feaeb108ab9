/** Attacks on a released model, each paired against a model that was trained without the forgotten documents. */
@NullMarked
package io.expunge.unlearning.attack;

import org.jspecify.annotations.NullMarked;
