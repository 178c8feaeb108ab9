/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.cluster.ClusterView;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
import io.expunge.store.ModelStore;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * What a service has around it. Everything stays the caller's.
 *
 * @param thorough whether to read what only an operator has the patience for
 */
public record Surroundings(
        ProcessorConfiguration configuration,
        Admin admin,
        SchemaRegistry registry,
        ModelStore store,
        boolean thorough) {

    ClusterView cluster() {
        return new ClusterView(admin);
    }

    Topics topics() {
        return new Topics(configuration.topicPrefix());
    }

    TopicCatalogue catalogue() {
        return TopicCatalogue.of(TopicSettings.defaults()
                .withPrefix(configuration.topicPrefix())
                .withModelPartitions(configuration.modelPartitions())
                .withReplicationFactor(configuration.replicationFactor()));
    }

    Map<String, Object> clients() {
        return new HashMap<>(configuration.clientProperties());
    }
}
