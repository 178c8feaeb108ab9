/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the processors of the topology have in common. */
@NullMarked
package io.expunge.processor.stream;

import org.jspecify.annotations.NullMarked;
