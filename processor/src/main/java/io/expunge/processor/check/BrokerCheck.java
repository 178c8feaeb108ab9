/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.cluster.LedgerTopics;
import io.expunge.processor.service.StreamsSettings;
import io.expunge.schemas.TopicAdministrationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The brokers answer, there are enough of them, and they allow transactions as long as ours. */
final class BrokerCheck implements Check {
    /** What a finding is on when nothing answers. */
    static final String UNREACHABLE = "bootstrap.servers";

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
            replication(cluster, brokers, surroundings, findings);
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

    private void replication(String cluster, int brokers, Surroundings surroundings, List<Finding> findings) {
        int wanted = surroundings.configuration().replicationFactor();
        String key = "expunge.replication-factor is " + wanted;
        if (wanted > brokers) {
            findings.add(tooFew(cluster, key + ", but there " + counted(brokers), ledgerExists(surroundings)));
        } else if (brokers >= 3 && wanted < 3) {
            findings.add(Finding.warning(
                    name(),
                    cluster,
                    key + " on " + brokers + " brokers: losing one may lose the ledger.",
                    "Set it to 3, and have the topics reassigned."));
        }
    }

    /** Once the topics exist a broker may be down: that is what their replicas are for. */
    private Finding tooFew(String cluster, String lack, boolean ledgerExists) {
        return ledgerExists
                ? Finding.warning(
                        name(), cluster, lack + ": one more lost may stop the service.", "Start the missing brokers.")
                : Finding.error(
                        name(),
                        cluster,
                        lack + ": the ledger's topics could not be made.",
                        "Lower it, or start the missing brokers.");
    }

    private static String counted(int brokers) {
        return brokers == 1 ? "is 1 broker" : "are " + brokers + " brokers";
    }

    private static boolean ledgerExists(Surroundings surroundings) {
        List<String> changelogs = new LedgerTopics(surroundings.configuration().applicationId()).changelogs();
        return surroundings.cluster().topicNames().containsAll(changelogs);
    }

    /** Tried, not looked up: reading the brokers' settings is a right that the service does not need. */
    private void transactions(Surroundings surroundings, List<Finding> findings) {
        String id = surroundings.configuration().applicationId() + "-check";
        Map<String, Object> properties = new HashMap<>(surroundings.clients());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, StreamsSettings.TRANSACTION_TIMEOUT_MILLIS);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
        } catch (InvalidTxnTimeoutException shorter) {
            findings.add(Finding.error(
                    name(),
                    "transactions",
                    "the brokers do not allow transactions of " + StreamsSettings.TRANSACTION_TIMEOUT_MILLIS
                            + " ms, which the service's may take.",
                    "Raise transaction.max.timeout.ms on the brokers."));
        } catch (TransactionalIdAuthorizationException forbidden) {
            findings.add(Finding.error(
                    name(),
                    "transactional id " + id,
                    "this user may not write with it.",
                    "'expunge topics acls --service User:NAME' prints the rules that allow it; NAME is the user of"
                            + " sasl.jaas.config in --properties."));
        } catch (KafkaException other) {
            findings.add(Finding.warning(
                    name(),
                    "transactions",
                    "it could not be tried whether they are allowed: " + other.getMessage(),
                    "If the service does not come up, look there first."));
        }
    }
}
