/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.service.StreamsSettings;
import io.expunge.schemas.TopicAdministrationException;
import java.util.ArrayList;
import java.util.List;

/** The brokers answer, there are enough of them, and they allow transactions as long as ours. */
final class BrokerCheck implements Check {
    /** What a finding is on when nothing answers. */
    static final String UNREACHABLE = "bootstrap.servers";

    private static final String LONGEST_TRANSACTION = "transaction.max.timeout.ms";

    @Override
    public String name() {
        return "brokers";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        List<Finding> findings = new ArrayList<>();
        try {
            String cluster = "cluster " + surroundings.cluster().clusterId();
            int brokers = surroundings.cluster().brokers();
            findings.add(
                    Finding.ok(name(), cluster, brokers + (brokers == 1 ? " broker answers." : " brokers answer.")));
            replication(cluster, brokers, surroundings.configuration().replicationFactor(), findings);
        } catch (TopicAdministrationException unreachable) {
            return List.of(Finding.error(
                    name(),
                    UNREACHABLE,
                    "no Kafka broker answers: " + unreachable.getMessage(),
                    "Check that they run, bootstrap.servers, and the security settings."));
        }
        transactions(surroundings, findings);
        return findings;
    }

    private void replication(String cluster, int brokers, int wanted, List<Finding> findings) {
        String key = "expunge.replication-factor is " + wanted;
        if (wanted > brokers) {
            findings.add(Finding.error(
                    name(),
                    cluster,
                    key + ", but there " + (brokers == 1 ? "is 1 broker" : "are " + brokers + " brokers")
                            + ": the ledger's topics could not be made.",
                    "Lower it, or start the missing brokers."));
        } else if (brokers >= 3 && wanted < 3) {
            findings.add(Finding.warning(
                    name(),
                    cluster,
                    key + " on " + brokers + " brokers: losing one may lose the ledger.",
                    "Set it to 3, and have the topics reassigned."));
        }
    }

    private void transactions(Surroundings surroundings, List<Finding> findings) {
        String longest;
        try {
            longest = surroundings.cluster().brokerSettings().getOrDefault(LONGEST_TRANSACTION, "");
        } catch (TopicAdministrationException forbidden) {
            findings.add(Finding.warning(
                    name(),
                    LONGEST_TRANSACTION,
                    "it cannot be read, so whether the brokers allow our transactions is not known.",
                    "Allow DescribeConfigs on the cluster to check it."));
            return;
        }
        if (longest.matches("\\d{1,18}") && Long.parseLong(longest) < StreamsSettings.TRANSACTION_TIMEOUT_MILLIS) {
            findings.add(Finding.error(
                    name(),
                    LONGEST_TRANSACTION,
                    "the brokers allow " + longest + " ms, the service's transactions may take "
                            + StreamsSettings.TRANSACTION_TIMEOUT_MILLIS + " ms.",
                    "Raise it on the brokers."));
        }
    }
}
