/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The second sub-topology: all state, keyed by model; the only writer of statuses, versions, heads and audit. */
@NullMarked
package io.expunge.processor.model;

import org.jspecify.annotations.NullMarked;
