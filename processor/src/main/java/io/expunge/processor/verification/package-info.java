/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The third sub-topology: verdicts on published versions. */
@NullMarked
package io.expunge.processor.verification;

import org.jspecify.annotations.NullMarked;
