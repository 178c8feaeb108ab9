/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What brokers say about themselves, and what their topics hold: read for checks, a rebuild and the start alike. */
@NullMarked
package io.expunge.processor.cluster;

import org.jspecify.annotations.NullMarked;
