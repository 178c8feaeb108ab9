/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The stateless first sub-topology: decode, validate, pseudonymise, re-key. */
@NullMarked
package io.expunge.processor.intake;

import org.jspecify.annotations.NullMarked;
