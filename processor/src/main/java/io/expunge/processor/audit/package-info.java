/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The audit chain: its records, its signed checkpoints, and who checks them without asking anybody. */
@NullMarked
package io.expunge.processor.audit;

import org.jspecify.annotations.NullMarked;
