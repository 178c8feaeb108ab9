/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that nobody will end any more. When the only broker of a cluster stops or is killed while a transaction is
 * open or about to end, its coordinator ends it there and then or at the next start, but leaves out partitions that have no
 * leader at that moment (seen with Kafka 4.3.1): their readers of committed records would wait for ever. They are ended as the
 * coordinator decided: what it committed elsewhere must not be aborted here. Stateless.
 */
public final class HangingTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final int API_TIMEOUT_MILLIS = 15_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final long ENDING_NANOS = 10_000_000_000L;
    private static final long ENDING_PAUSE_MILLIS = 100;
    /** Later ones ask for an epoch that only the coordinator can give. */
    private static final short PROTOCOL_OF_ADMINISTRATORS = 0;

    private static final Set<TransactionState> ENDING = EnumSet.of(
            TransactionState.PREPARE_ABORT, TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_EPOCH_FENCE);

    private HangingTransactions() {}

    /**
     * Ends in every partition the open transactions that their coordinator does not know as open there. A broker that does not
     * answer soon is left as it is, with a warning.
     *
     * @param login what a client of the administrator needs beside the address; empty where everybody may do everything
     */
    public static void end(String bootstrapServers, Map<String, String> login) {
        Map<String, Object> properties = new HashMap<>(login);
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        try (Admin admin = Admin.create(properties)) {
            long giveUp = System.nanoTime() + ENDING_NANOS;
            while (endLeftOvers(admin, properties)) {
                if (System.nanoTime() > giveUp) {
                    LOG.warn("transactions that the broker is ending since its start have not ended");
                    return;
                }
                Thread.sleep(ENDING_PAUSE_MILLIS);
            }
        } catch (ExecutionException failed) {
            LOG.warn("transactions left by a killed broker could not be looked for: {}", failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One look at all partitions.
     *
     * @return whether a coordinator is about to end a transaction: only afterwards it shows which partitions it left out
     */
    private static boolean endLeftOvers(Admin admin, Map<String, Object> clients)
            throws ExecutionException, InterruptedException {
        boolean ending = false;
        List<LeftOver> leftOvers = new ArrayList<>();
        for (Map.Entry<TopicPartition, List<ProducerState>> open :
                openTransactions(admin).entrySet()) {
            for (ProducerState producer : open.getValue()) {
                Optional<TransactionDescription> known = known(admin, open.getKey(), producer);
                if (known.isEmpty()) {
                    leftOvers.add(new LeftOver(open.getKey(), producer));
                }
                ending |= known.filter(transaction -> ENDING.contains(transaction.state()))
                        .isPresent();
            }
        }
        if (!leftOvers.isEmpty()) {
            // Read now: what is left out was decided before.
            TransactionDecisions decisions = TransactionDecisions.read(clients);
            for (LeftOver leftOver : leftOvers) {
                end(admin, clients, leftOver, decisions);
            }
        }
        return ending;
    }

    private record LeftOver(TopicPartition partition, ProducerState producer) {}

    private static Map<TopicPartition, List<ProducerState>> openTransactions(Admin admin)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(admin.listTopics().names().get())
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(one -> partitions.add(new TopicPartition(topic, one.partition()))));
        Map<TopicPartition, List<ProducerState>> open = new HashMap<>();
        admin.describeProducers(partitions).all().get().forEach((partition, state) -> {
            List<ProducerState> producers = state.activeProducers().stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .toList();
            if (!producers.isEmpty()) {
                open.put(partition, producers);
            }
        });
        return open;
    }

    /** The transaction as its coordinator sees it; empty if it does not know it as open in this partition. */
    private static Optional<TransactionDescription> known(Admin admin, TopicPartition partition, ProducerState producer)
            throws ExecutionException, InterruptedException {
        Collection<TransactionListing> listings = admin.listTransactions(
                        new ListTransactionsOptions().filterProducerIds(List.of(producer.producerId())))
                .all()
                .get();
        Optional<String> id =
                listings.stream().map(TransactionListing::transactionalId).findFirst();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        TransactionDescription transaction = admin.describeTransactions(List.of(id.get()))
                .description(id.get())
                .get();
        boolean open = transaction.topicPartitions().contains(partition)
                && transaction.producerEpoch() <= producer.producerEpoch() + 1;
        return open ? Optional.of(transaction) : Optional.empty();
    }

    private static void end(Admin admin, Map<String, Object> clients, LeftOver leftOver, TransactionDecisions decisions)
            throws ExecutionException, InterruptedException {
        TopicPartition partition = leftOver.partition();
        ProducerState producer = leftOver.producer();
        short epoch = (short) producer.producerEpoch();
        TransactionResult decided = decisions.of(producer.producerId(), epoch);
        TxnMarkerEntry marker = new TxnMarkerEntry(
                producer.producerId(),
                epoch,
                producer.coordinatorEpoch().orElse(0),
                decided,
                List.of(partition),
                PROTOCOL_OF_ADMINISTRATORS);
        try {
            TransactionMarkers.write(clients, leader(admin, partition), marker);
            LOG.warn("a transaction that a stopped broker left open in {} was ended: {}", partition, decided);
        } catch (IOException refused) {
            LOG.warn("a transaction that a stopped broker left open in {} stays: {}", partition, refused.getMessage());
        }
    }

    private static Node leader(Admin admin, TopicPartition partition) throws ExecutionException, InterruptedException {
        TopicDescription topic = admin.describeTopics(List.of(partition.topic()))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next();
        return topic.partitions().get(partition.partition()).leader();
    }
}
