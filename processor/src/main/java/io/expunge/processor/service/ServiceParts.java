/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.command.CommandSender;
import io.expunge.processor.job.JobRunner;
import io.expunge.processor.verification.HeadHints;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What a service consists of, put together. Thread-safe as its parts are.
 *
 * @param streams the topology, not started yet
 * @param jobs what does the work that takes long
 * @param commands what sends results back
 * @param hints what tells the store of heads
 */
record ServiceParts(KafkaStreams streams, JobRunner jobs, CommandSender commands, HeadHints hints) {}
