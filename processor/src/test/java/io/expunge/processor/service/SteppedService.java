/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.command.CommandSender;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.verification.HeadHints;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.store.ModelStore;
import java.time.Clock;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** The door through which tests put something around the parts of a service. */
public final class SteppedService {
    private SteppedService() {}

    /** Starts the service with its parts wrapped. */
    public static ProcessorService start(
            ProcessorConfiguration configuration,
            SchemaRegistry registry,
            ModelStore store,
            UnaryOperator<JobExecutor> executor,
            UnaryOperator<CommandSender> commands,
            UnaryOperator<HeadHints> hints,
            KafkaClientSupplier clients,
            Clock clock) {
        ServiceSeams seams = new ServiceSeams(
                executor,
                commands,
                hints,
                (topology, settings, time) -> new KafkaStreams(topology, properties(settings), clients, time),
                clock);
        return ProcessorService.start(configuration, registry, store, seams);
    }

    private static Properties properties(StreamsConfig settings) {
        Properties properties = new Properties();
        properties.putAll(settings.originals());
        return properties;
    }
}
