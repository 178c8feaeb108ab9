/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The bridge between the mathematics and the neutral arrays of the model store. */
@NullMarked
package io.expunge.processor.artifact;

import org.jspecify.annotations.NullMarked;
