/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.upgrade;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.RequestState;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.service.ProcessorService;
import io.expunge.processor.service.SteppedService;
import io.expunge.processor.testing.Cluster;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Requests;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;

/**
 * Writes what a service of this code leaves behind when it is stopped amid work: every record of every topic, its place
 * in them, the schemas, the store. Not part of any test run: its name fits no pattern; see the README beside the kept
 * files. Each release adds a folder, and none is ever written again.
 */
class KeptStateWriter {
    private static final String GROUP = "expunge";
    private static final int DOCUMENTS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path target = Path.of(System.getProperty("kept.target"));
    private final Path home = Path.of(System.getProperty("kept.home"));
    private final SampleCorpus.Split sample = SampleCorpus.generate(Seeds.EXAMPLE, DOCUMENTS);
    private final CountDownLatch started = new CountDownLatch(1);

    @Test
    void write() throws Exception {
        Files.createDirectories(target);
        try (Cluster cluster = new Cluster(home)) {
            live(cluster);
            keepLocalState();
            dump(cluster);
        }
    }

    private void live(Cluster cluster) throws Exception {
        try (ProcessorService service = SteppedService.start(
                cluster.configuration("state", Map.of("expunge.stop.job-seconds", "0")),
                cluster.registry(),
                cluster.store,
                this::misbehaving,
                commands -> commands,
                hints -> hints,
                new DefaultKafkaClientSupplier(),
                Clock.systemUTC())) {
            service.running().get(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            serve(cluster);
            leaveAPausedModel(cluster);
            leaveAQuarantinedRequest(cluster);
            leaveABatchInFlight(cluster);
        }
        // Comes while nobody runs.
        request(cluster, Requests.removeClass(10, "news", "sport"));
    }

    private void serve(Cluster cluster) throws Exception {
        register(cluster, 1, "news", true);
        request(cluster, Requests.removeClass(2, "news", "science"));
        cluster.awaitState("news", Requests.id(2), RequestState.VERIFIED);
        request(cluster, Requests.removeDocuments(3, "news", "nobody-holds-me"));
        cluster.awaitState("news", Requests.id(3), RequestState.VERIFIED);
        request(cluster, Requests.removeSubject(4, "news", "nobody-knows-me"));
        cluster.awaitState("news", Requests.id(4), RequestState.VERIFIED);
        request(cluster, Requests.removeClass(5, "news", "weather"));
        cluster.awaitState("news", Requests.id(5), RequestState.REJECTED);
        cluster.sendRaw(cluster.topics.deletionRequests(), "news", new byte[] {1, 2, 3});
    }

    private void leaveAPausedModel(Cluster cluster) throws Exception {
        order(cluster, Orders.pause(1, "news"));
        request(cluster, Requests.removeClass(6, "news", "travel"));
        cluster.awaitState("news", Requests.id(6), RequestState.RECEIVED);
        request(
                cluster,
                DeletionRequested.newBuilder(Requests.removeDocuments(7, "news", anyDocument()))
                        .setDueBy(io.expunge.processor.testing.World.START.plus(Duration.ofDays(30)))
                        .setLegalBasis("GDPR Art. 17(1)(b)")
                        .setCaseId("case-9")
                        .build());
        cluster.awaitState("news", Requests.id(7), RequestState.RECEIVED);
    }

    private String anyDocument() {
        return sample.train().documents().stream()
                .filter(document -> document.label().equals("health"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void leaveAQuarantinedRequest(Cluster cluster) throws Exception {
        register(cluster, 11, "stuck", false);
        request(cluster, Requests.removeClass(12, "stuck", "science"));
        cluster.awaitState("stuck", Requests.id(12), RequestState.QUARANTINED);
    }

    private void leaveABatchInFlight(Cluster cluster) throws Exception {
        register(cluster, 21, "wire", false);
        request(cluster, Requests.removeClass(22, "wire", "science"));
        cluster.awaitState("wire", Requests.id(22), RequestState.BATCHED);
        started.await(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        request(cluster, Requests.removeClass(23, "wire", "sport"));
        cluster.awaitState("wire", Requests.id(23), RequestState.RECEIVED);
    }

    private JobExecutor misbehaving(JobExecutor executor) {
        return new JobExecutor() {
            @Override
            public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
                if (job instanceof JobSpecification.Unlearning && job.modelId().equals("stuck")) {
                    throw new IllegalStateException("a fault was asked for");
                }
                while (job instanceof JobSpecification.Unlearning
                        && job.modelId().equals("wire")) {
                    started.countDown();
                    monitor.checkCancelled();
                    Thread.onSpinWait();
                }
                return executor.execute(job, monitor);
            }

            @Override
            public long estimateBytes(JobSpecification job) {
                return executor.estimateBytes(job);
            }

            @Override
            public void forgetAllBut(String modelId, Optional<String> headHash) {
                executor.forgetAllBut(modelId, headHash);
            }
        };
    }

    private void register(Cluster cluster, int number, String model, boolean evaluated) throws Exception {
        ContentHash artifact = new ModelTraining(model, Analysis.standard(), TrainingSettings.standard())
                .train(
                        sample.train(),
                        evaluated ? Optional.of(sample.test()) : Optional.empty(),
                        cluster.store,
                        ProgressMonitor.NONE)
                .artifact();
        cluster.send(
                cluster.topics.modelRegistrations(),
                model,
                ModelRegistered.class,
                Requests.registration(number, model, artifact.hex()));
        cluster.awaitState(model, Requests.id(number), RequestState.VERIFIED);
    }

    private static void request(Cluster cluster, DeletionRequested request) throws Exception {
        cluster.send(cluster.topics.deletionRequests(), request.getModelId(), DeletionRequested.class, request);
    }

    private static void order(Cluster cluster, OperatorOrder order) throws Exception {
        cluster.sendRaw(
                cluster.topics.commands(),
                order.modelId(),
                new CommandCodec().encode(new Command.Operated(System.currentTimeMillis(), order)));
    }

    private void dump(Cluster cluster) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> committed;
        Map<String, List<Long>> ends = new TreeMap<>();
        try (Admin admin = Admin.create(cluster.clients())) {
            committed = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Set<String> topics = new TreeSet<>(admin.listTopics().names().get());
            topics.removeIf(name -> !name.startsWith("expunge"));
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> ends.put(
                            name,
                            new ArrayList<>(
                                    Collections.nCopies(topic.partitions().size(), 0L))));
        }
        for (Map.Entry<String, List<Long>> topic : ends.entrySet()) {
            records.addAll(read(cluster, topic.getKey(), topic.getValue()));
        }
        List<String> lines = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            OffsetAndMetadata offset = committed.get(new TopicPartition(record.topic(), record.partition()));
            lines.add(KeptRecord.of(record, offset != null && record.offset() < offset.offset())
                    .toLine());
        }
        Files.write(target.resolve("records.jsonl"), lines);
        Files.writeString(
                target.resolve("topics.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ends) + "\n");
        dumpSchemas(cluster, records);
    }

    /** Every schema that a value names, by subject. */
    private void dumpSchemas(Cluster cluster, List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        Map<Integer, Map<String, Object>> schemas = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.topic().startsWith("expunge.") && record.value() != null && record.value()[0] == 0) {
                int id = ByteBuffer.wrap(record.value()).getInt(1);
                Map<String, Object> schema = new TreeMap<>();
                schema.put("id", id);
                schema.put("subject", record.topic() + "-value");
                schema.put("schema", cluster.registry().schemaById(id).toString());
                schemas.putIfAbsent(id, schema);
            }
        }
        List<String> lines = new ArrayList<>();
        for (Map<String, Object> schema : schemas.values()) {
            lines.add(JSON.writeValueAsString(schema));
        }
        Files.write(target.resolve("schemas.jsonl"), lines);
    }

    /** Without what RocksDB and Kafka Streams write anew whenever they start. */
    private void keepLocalState() throws Exception {
        Path state = home.resolve("state");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target.resolve("state.zip")));
                Stream<Path> paths = Files.walk(state)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                if (!path.getFileName().toString().matches("OPTIONS-.*|LOG.*|LOCK|[.]lock")) {
                    zip.putNextEntry(new ZipEntry(state.relativize(path).toString()));
                    Files.copy(path, zip);
                    zip.closeEntry();
                }
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Cluster cluster, String topic, List<Long> lastEnds) {
        Map<String, Object> properties = new HashMap<>(cluster.clients());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            ends.forEach((partition, end) -> lastEnds.set(partition.partition(), end));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
