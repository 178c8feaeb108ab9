/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Processors, brokers and registries that are killed, frozen, cut off and slowed down while the promises are watched. */
@NullMarked
package io.expunge.processor.fault;

import org.jspecify.annotations.NullMarked;
