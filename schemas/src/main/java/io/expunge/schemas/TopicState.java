/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.util.Map;

/**
 * A topic as the brokers describe it.
 *
 * @param partitions how many it has
 * @param replicas copies of its least replicated partition
 * @param configs its effective configuration
 */
record TopicState(int partitions, int replicas, Map<String, String> configs) {}
