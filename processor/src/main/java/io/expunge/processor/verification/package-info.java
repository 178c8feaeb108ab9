/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Verdicts on published versions, in the tasks of the model that they are about. */
@NullMarked
package io.expunge.processor.verification;

import org.jspecify.annotations.NullMarked;
