/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What must be true of brokers, topics, registry, store and ledger, each as a check of its own. */
@NullMarked
package io.expunge.processor.check;

import org.jspecify.annotations.NullMarked;
