/** Softmax regression over text: label spaces, training sets, trained models and the objective that training minimises. */
@NullMarked
package io.expunge.unlearning.model;

import org.jspecify.annotations.NullMarked;
