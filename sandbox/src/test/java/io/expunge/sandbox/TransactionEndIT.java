/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator decided is found in its log, and can be written where it was left out. */
@Timeout(120)
class TransactionEndIT {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private Map<String, Object> clients;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(BrokerSettings.in(directory));
        clients = Map.of("bootstrap.servers", broker.bootstrapServers());
        TestTopics.create(broker.bootstrapServers(), "t");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private KafkaProducer<String, String> producer() {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "a"),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private static void sendInTransaction(KafkaProducer<String, String> producer, String value) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("t", 0, "k", value)).get(20, TimeUnit.SECONDS);
    }

    private ProducerState open(Admin admin) throws Exception {
        return admin
                .describeProducers(List.of(PARTITION))
                .partitionResult(PARTITION)
                .get(20, TimeUnit.SECONDS)
                .activeProducers()
                .stream()
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .findFirst()
                .orElseThrow();
    }

    private TransactionResult decided(ProducerState producer) {
        return TransactionDecisions.read(clients).of(producer.producerId(), (short) producer.producerEpoch());
    }

    @Test
    void whatWasDecidedIsReadFromTheCoordinatorsLog() throws Exception {
        try (Admin admin = Admin.create(clients);
                KafkaProducer<String, String> producer = producer()) {
            sendInTransaction(producer, "committed");
            ProducerState first = open(admin);
            assertThat(decided(first)).as("undecided").isEqualTo(TransactionResult.ABORT);
            producer.commitTransaction();
            sendInTransaction(producer, "aborted");
            ProducerState second = open(admin);
            producer.abortTransaction();
            sendInTransaction(producer, "committed too");
            ProducerState third = open(admin);
            producer.commitTransaction();
            assertThat(List.of(decided(first), decided(second), decided(third)))
                    .containsExactly(TransactionResult.COMMIT, TransactionResult.ABORT, TransactionResult.COMMIT);
        }
    }

    @Test
    void aMarkerEndsATransactionAsItSays() throws Exception {
        try (Admin admin = Admin.create(clients)) {
            try (KafkaProducer<String, String> producer = producer()) {
                sendInTransaction(producer, "committed");
                mark(admin, TransactionResult.COMMIT);
            }
            try (KafkaProducer<String, String> producer = producer()) {
                sendInTransaction(producer, "aborted");
                mark(admin, TransactionResult.ABORT);
            }
        }
        TestTopics.produce(broker.bootstrapServers(), "t", 0, 1);
        assertThat(TestTopics.readAll(broker.bootstrapServers(), "t")).containsExactly("committed", "value 0");
    }

    private void mark(Admin admin, TransactionResult result) throws Exception {
        ProducerState producer = open(admin);
        Node leader = admin.describeCluster()
                .nodes()
                .get(20, TimeUnit.SECONDS)
                .iterator()
                .next();
        TransactionMarkers.write(
                clients,
                leader,
                new TxnMarkerEntry(
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0),
                        result,
                        List.of(PARTITION),
                        (short) 0));
    }
}
