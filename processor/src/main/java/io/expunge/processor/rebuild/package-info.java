/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Makes a lost ledger again from the committed topics and the model store. */
@NullMarked
package io.expunge.processor.rebuild;

import org.jspecify.annotations.NullMarked;
