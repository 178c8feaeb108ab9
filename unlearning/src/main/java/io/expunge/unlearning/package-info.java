/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The mathematics of unlearning: no Kafka, no Avro, no files. */
@NullMarked
package io.expunge.unlearning;

import org.jspecify.annotations.NullMarked;
