/** What is proved or tested about a model before it is announced, by code that shares nothing with the solvers. */
@NullMarked
package io.expunge.unlearning.verify;

import org.jspecify.annotations.NullMarked;
