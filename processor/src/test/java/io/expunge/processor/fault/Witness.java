/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.events.AuditRecorded;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.promise.AuditUnbroken;
import io.expunge.processor.promise.NoRequestLost;
import io.expunge.processor.promise.NothingResurrected;
import io.expunge.processor.promise.Promise;
import io.expunge.processor.promise.PurgedOnce;
import io.expunge.processor.promise.SameBits;
import io.expunge.processor.promise.VersionsInOrder;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.Topics;
import io.expunge.store.ModelStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A subscriber that reads committed records of the output topics while things break, and tells the promises. The first
 * promise that is broken ends the test that asks next. Thread-safe.
 */
final class Witness implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Topics topics;
    private final Supplier<String> processors;
    private final NoRequestLost requests;
    private final VersionsInOrder versions;
    private final SameBits bits;
    private final PurgedOnce purges;
    private final List<Promise> promises;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<RequestStatusChanged> statusReader;
    private final Deserializer<ModelVersionPublished> versionReader;
    private final Deserializer<AuditRecorded> auditReader;
    private final Set<String> deadLetters = new HashSet<>();
    private final Thread thread = new Thread(this::watch, "witness");
    private volatile Throwable broken;
    private volatile boolean closed;

    /** @param processors tells how the processors are, for whoever looks for the cause */
    Witness(
            Map<String, Object> clients,
            Topics topics,
            EventSchemas schemas,
            ModelStore store,
            Supplier<String> processors) {
        this.topics = topics;
        this.processors = processors;
        this.requests = new NoRequestLost(store);
        this.versions = new VersionsInOrder(store);
        this.bits = new SameBits(store, ProcessorConfiguration.defaults().unlearning());
        this.purges = new PurgedOnce(store);
        this.promises = List.of(requests, versions, bits, new NothingResurrected(store), new AuditUnbroken(), purges);
        this.statusReader = schemas.deserializer(RequestStatusChanged.class);
        this.versionReader = schemas.deserializer(ModelVersionPublished.class);
        this.auditReader = schemas.deserializer(AuditRecorded.class);
        Map<String, Object> properties = new HashMap<>(clients);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        assign();
        thread.setDaemon(true);
        thread.start();
    }

    private void assign() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(
                topics.requestStatus(),
                topics.modelVersions(),
                topics.modelHeads(),
                topics.audit(),
                topics.deadLetters())) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private void watch() {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    tell(record);
                }
            }
        } catch (Throwable failed) {
            end(failed);
        }
    }

    private synchronized void end(Throwable failed) {
        broken = failed;
        notifyAll();
    }

    private synchronized void tell(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(topics.requestStatus())) {
            RequestStatusChanged status = read(statusReader, record);
            promises.forEach(promise -> promise.status(status));
        } else if (record.topic().equals(topics.modelVersions())) {
            ModelVersionPublished version = read(versionReader, record);
            promises.forEach(promise -> promise.version(version));
        } else if (record.topic().equals(topics.modelHeads())) {
            ModelVersionPublished head = read(versionReader, record);
            promises.forEach(promise -> promise.head(head));
        } else if (record.topic().equals(topics.audit())) {
            AuditRecorded audit = read(auditReader, record);
            promises.forEach(promise -> promise.audit(audit));
        } else {
            deadLetters.add(
                    new String(record.headers().lastHeader("expunge.reason").value()));
        }
        notifyAll();
    }

    private static <T extends SpecificRecord> T read(Deserializer<T> reader, ConsumerRecord<String, byte[]> record) {
        return reader.deserialize(record.topic(), record.value());
    }

    /** Notes that the broker has a request. */
    synchronized void acknowledged(DeletionRequested request) {
        promises.forEach(promise -> promise.acknowledged(request));
        notifyAll();
    }

    /** Asks something of the promises while nothing is told to them. */
    synchronized <T> T ask(Supplier<T> question) {
        requireUnbroken();
        return question.get();
    }

    NoRequestLost requests() {
        return requests;
    }

    VersionsInOrder versions() {
        return versions;
    }

    PurgedOnce purges() {
        return purges;
    }

    SameBits bits() {
        return bits;
    }

    /** Reasons of the dead letters seen. */
    Set<String> deadLetters() {
        return ask(() -> Set.copyOf(deadLetters));
    }

    /** Waits until something is so; whether it came to be. */
    synchronized boolean awaits(Duration patience, BooleanSupplier so) throws InterruptedException {
        long giveUp = System.nanoTime() + patience.toNanos();
        while (true) {
            requireUnbroken();
            if (so.getAsBoolean()) {
                return true;
            }
            long left = (giveUp - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
    }

    /** Waits until something is so, or fails. */
    void await(String what, Duration patience, BooleanSupplier so) throws InterruptedException {
        if (!awaits(patience, so)) {
            throw new AssertionError("not so after " + patience + ": " + what + "; states " + ask(requests::states)
                    + ", open " + ask(() -> requests.open(10)) + "\n" + processors.get());
        }
    }

    /** Whether every acknowledged request is at rest, now or within some time. */
    boolean rests(Duration patience) throws InterruptedException {
        return awaits(patience, this::isAtRest);
    }

    private boolean isAtRest() {
        return requests.atRest() == requests.acknowledgedCount();
    }

    /** Waits until every acknowledged request is at rest. */
    void awaitRest(Duration patience) throws InterruptedException {
        await("every acknowledged request is at rest", patience, this::isAtRest);
    }

    /** Has every promise judged. */
    synchronized void judge() {
        requireUnbroken();
        promises.forEach(Promise::judge);
    }

    private void requireUnbroken() {
        if (broken != null) {
            throw new AssertionError("a promise was broken: " + broken.getMessage(), broken);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
