/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** The stream's clients with the trap around transactions and restoring. */
final class SteppedClients extends DefaultKafkaClientSupplier {
    private final Trap trap;
    private final int timeout;

    /** @param timeout milliseconds; a killed owner's membership and open transaction are in the way that long */
    SteppedClients(Trap trap, int timeout) {
        this.trap = trap;
        this.timeout = timeout;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, timeout);
        return super.getConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeout);
        Producer<byte[], byte[]> producer = super.getProducer(config);
        Transaction open = new Transaction();
        return cast(Steps.proxy(Producer.class, (self, method, arguments) -> {
            boolean commit = method.getName().equals("commitTransaction");
            if (commit && open.version) {
                trap.reach(Step.BEFORE_COMMIT);
            }
            Object result = Steps.call(producer, method, arguments);
            if (method.getName().equals("send")) {
                sent((ProducerRecord<?, ?>) arguments[0], open);
            } else if (commit && open.version) {
                trap.reach(Step.AFTER_COMMIT);
            }
            open.version &= !commit && !method.getName().equals("abortTransaction");
            return result;
        }));
    }

    private void sent(ProducerRecord<?, ?> record, Transaction open) {
        open.version |= record.topic().endsWith("model-versions");
        if (record.topic().endsWith("commands")) {
            trap.reach(Step.OUTBOX);
        }
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer = super.getRestoreConsumer(config);
        return cast(Steps.proxy(Consumer.class, (self, method, arguments) -> {
            Object result = Steps.call(consumer, method, arguments);
            if (result instanceof ConsumerRecords<?, ?> records && !records.isEmpty()) {
                trap.reach(Step.RESTORE);
            }
            return result;
        }));
    }

    @SuppressWarnings("unchecked") // a proxy knows no type arguments
    private static <T> T cast(Object proxy) {
        return (T) proxy;
    }

    /** What the transaction that is open holds; owned by the stream thread. */
    private static final class Transaction {
        private boolean version;
    }
}
