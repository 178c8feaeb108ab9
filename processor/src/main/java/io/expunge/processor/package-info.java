/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The Kafka Streams processor that joins events, mathematics and the model store. */
@NullMarked
package io.expunge.processor;

import org.jspecify.annotations.NullMarked;
