/** Samples and what they can carry: rates, curves and paired differences with intervals. */
@NullMarked
package io.expunge.unlearning.statistics;

import org.jspecify.annotations.NullMarked;
