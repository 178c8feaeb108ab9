/** Labelled documents: what they are, how they are read from text formats, and a sample of our own. */
@NullMarked
package io.expunge.unlearning.corpus;

import org.jspecify.annotations.NullMarked;
