/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.command.OperatorOrder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Gives orders about one model and waits for their answers: an audit record, or a dead letter. It looks at what is
 * committed only, and only at what comes after it was opened. Not thread-safe.
 */
final class OrderDesk implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(100);

    private final Connection connection;
    private final TopicReader<AuditRecorded> audit;
    private final DeadLetterReader deadLetters;
    private final Producer<byte[], byte[]> producer;
    private final CommandCodec codec = new CommandCodec();
    private final Map<String, OperatorOrder> open = new LinkedHashMap<>();
    private final Map<DeadLetterReader.Place, OperatorOrder> sent = new LinkedHashMap<>();

    private OrderDesk(Connection connection, String modelId) {
        this.connection = connection;
        String topic = connection.topics().audit();
        connection.partitions(connection.topics().commands()); // the missing topic named, instead of a timeout later
        int partition = ModelPartition.of(modelId, connection.partitions(topic));
        this.audit = connection.reader(topic, Set.of(partition), AuditRecorded.class);
        audit.seekToEnd();
        this.deadLetters = DeadLetterReader.of(connection);
        deadLetters.seekToEnd();
        this.producer = connection.bytesProducer();
    }

    static OrderDesk of(Connection connection, String modelId) {
        return new OrderDesk(connection, modelId);
    }

    /** Puts an order on the commands topic. */
    void give(OperatorOrder order) {
        Command command = new Command.Operated(System.currentTimeMillis(), order);
        byte[] key = order.modelId().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String topic = connection.topics().commands();
        try {
            RecordMetadata at = producer.send(new ProducerRecord<>(topic, key, codec.encode(command)))
                    .get();
            sent.put(new DeadLetterReader.Place(at.topic(), at.partition(), at.offset()), order);
            open.put(order.orderId(), order);
        } catch (ExecutionException refused) {
            throw new KafkaException(
                    "the order was not taken by topic " + topic + ": "
                            + Optional.ofNullable(refused.getCause())
                                    .orElse(refused)
                                    .getMessage(),
                    refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while sending to " + topic, interrupted);
        }
    }

    /**
     * Waits for the answers that are still out.
     *
     * @return how many did not come in time
     */
    int await(Duration timeout, Consumer<OrderAnswer> watcher) {
        Patience patience = Patience.of(timeout);
        while (!open.isEmpty() && !patience.isOver()) {
            audit.poll(TURN)
                    .forEach(entry -> entry.event().flatMap(this::answer).ifPresent(watcher));
            deadLetters.poll(TURN).forEach(letter -> refusal(letter).ifPresent(watcher));
        }
        return open.size();
    }

    private Optional<OrderAnswer> answer(AuditRecorded record) {
        if (record.getKind() != AuditKind.OPERATOR) {
            return Optional.empty();
        }
        Map<String, String> facts = record.getFacts();
        String orderId = facts.getOrDefault("orderId", "");
        OrderAnswer.Outcome outcome = outcome(facts.getOrDefault("outcome", ""));
        boolean more = outcome == OrderAnswer.Outcome.QUEUED;
        return Optional.ofNullable(more ? open.get(orderId) : open.remove(orderId))
                .map(order -> new OrderAnswer(
                        order,
                        outcome,
                        facts.getOrDefault("refusal", ""),
                        facts.getOrDefault("detail", ""),
                        Optional.of(record.getSequence()),
                        facts));
    }

    private static OrderAnswer.Outcome outcome(String word) {
        return Stream.of(OrderAnswer.Outcome.values())
                .filter(outcome -> outcome.name().equals(word))
                .findFirst()
                .orElse(OrderAnswer.Outcome.DONE);
    }

    private Optional<OrderAnswer> refusal(DeadLetterReader.Letter letter) {
        return Optional.ofNullable(sent.get(letter.origin()))
                .flatMap(order -> Optional.ofNullable(open.remove(order.orderId())))
                .map(order -> new OrderAnswer(
                        order,
                        OrderAnswer.Outcome.REFUSED,
                        letter.reason(),
                        letter.detail(),
                        Optional.empty(),
                        Map.of()));
    }

    @Override
    public void close() {
        audit.close();
        deadLetters.close();
        producer.close(Duration.ofSeconds(5));
    }
}
