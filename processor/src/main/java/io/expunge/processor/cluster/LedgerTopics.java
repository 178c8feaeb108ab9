/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.cluster;

import io.expunge.processor.model.ModelStores;
import io.expunge.processor.topology.ExpungeTopology;
import java.util.List;

/**
 * The topics that Kafka Streams keeps for an application.
 *
 * @param applicationId consumer group and prefix of these topics
 */
public record LedgerTopics(String applicationId) {

    /** The changelog that holds one row a model: without it there is no ledger. */
    public String models() {
        return changelog(ModelStores.MODELS);
    }

    /** All changelogs, by name. */
    public List<String> changelogs() {
        return ModelStores.NAMES.stream().map(this::changelog).sorted().toList();
    }

    /** What waits between intake and ledger. */
    public String repartition() {
        return applicationId + "-" + ExpungeTopology.REPARTITION + "-repartition";
    }

    /** The changelog of one store. */
    public String changelog(String store) {
        return applicationId + "-" + store + "-changelog";
    }
}
