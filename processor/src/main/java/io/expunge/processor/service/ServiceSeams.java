/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.command.CommandSender;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.verification.HeadHints;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * Where something can be put around a part of the service to watch it or hold it up. The store and the registry need no
 * seam: the caller brings them.
 *
 * @param executor around what does the jobs
 * @param commands around what sends commands
 * @param hints around what tells the store of heads
 * @param streams what makes the stream
 * @param clock when jobs end
 */
record ServiceSeams(
        UnaryOperator<JobExecutor> executor,
        UnaryOperator<CommandSender> commands,
        UnaryOperator<HeadHints> hints,
        Streams streams,
        Clock clock) {

    /** Makes a stream that is not started yet. */
    interface Streams {
        KafkaStreams create(Topology topology, StreamsConfig settings, Time time);
    }

    /** Every part as it is. */
    static final ServiceSeams NONE = new ServiceSeams(
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            KafkaStreams::new,
            Clock.systemUTC());
}
