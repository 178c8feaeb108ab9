/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Unlearning and admission off the stream thread: pure functions of inputs named by hash. */
@NullMarked
package io.expunge.processor.job;

import org.jspecify.annotations.NullMarked;
