/** From text to numbers: tokens, n-gram counts, and the TF-IDF vectoriser that can forget documents. */
@NullMarked
package io.expunge.unlearning.features;

import org.jspecify.annotations.NullMarked;
