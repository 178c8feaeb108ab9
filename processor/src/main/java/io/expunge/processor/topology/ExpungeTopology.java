/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.topology;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.intake.IntakeOutput;
import io.expunge.processor.model.ErasureStores;
import io.expunge.processor.model.ModelInput;
import io.expunge.processor.model.ModelOutput;
import io.expunge.processor.model.ModelProcessor;
import io.expunge.processor.model.ModelStores;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.IntakeEntryCodec;
import io.expunge.processor.verification.VerificationInput;
import io.expunge.processor.verification.VerificationProcessor;
import io.expunge.schemas.Topics;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The topology: intake (stateless), model (all state), verification. Building it is a pure function of what it is given;
 * running it is another class.
 *
 * <pre>
 *  deletion-requests ─┐
 *                     ├ intake ──► (repartition by model) ─┐
 *  model-registrations┘     └► dead-letters                ├ model ──► request-status, model-versions, model-heads,
 *  commands ───────────────────────────────────────────────┤           audit, dead-letters, commands
 *  verifications ──────────────────────────────────────────┘
 *  model-versions ──► verification ──► verifications
 * </pre>
 */
public final class ExpungeTopology {
    /** Name of the repartition topic behind the application id. */
    public static final String REPARTITION = "intake";

    private final TopologyParts parts;
    private final Topics topics;
    private final StreamsBuilder builder = new StreamsBuilder();

    private ExpungeTopology(TopologyParts parts) {
        this.parts = parts;
        this.topics = parts.schemas().topics();
    }

    /** Builds the topology. */
    public static Topology build(TopologyParts parts) {
        return new ExpungeTopology(parts).build();
    }

    private Topology build() {
        KStream<String, IntakeOutput> taken = intake();
        KStream<String, ModelInput> entries = repartitioned(taken);
        deadLetters(taken);
        KStream<String, ModelInput> commands = commands();
        KStream<String, ModelInput> inputs =
                entries.merge(commands, Named.as("with-commands")).merge(verdicts(), Named.as("with-verdicts"));
        ModelStores.builders().forEach(builder::addStateStore);
        ErasureStores.builders().forEach(builder::addStateStore);
        KStream<String, ModelOutput> outputs = inputs.process(
                () -> new ModelProcessor(
                        parts.policy(),
                        parts.jobs(),
                        parts.commands(),
                        parts.watch().models(),
                        parts.signer()),
                Named.as("model"),
                Stream.concat(ModelStores.NAMES.stream(), ErasureStores.NAMES.stream())
                        .toArray(String[]::new));
        publish(outputs);
        verification(commands);
        return builder.build();
    }

    private KStream<String, IntakeOutput> intake() {
        KStream<String, IntakeOutput> requests = bytes(topics.deletionRequests(), "deletion-requests")
                .process(parts.intakes()::requests, Named.as("take-requests"));
        KStream<String, IntakeOutput> registrations = bytes(topics.modelRegistrations(), "model-registrations")
                .process(parts.intakes()::registrations, Named.as("take-registrations"));
        return requests.merge(registrations, Named.as("taken"));
    }

    /** Always re-keyed: a producer in another language hashes keys to other partitions. */
    private KStream<String, ModelInput> repartitioned(KStream<String, IntakeOutput> taken) {
        Serde<IntakeEntry> serde = new IntakeEntryCodec().serde();
        return taken.filter((key, output) -> output instanceof IntakeOutput.Accepted, Named.as("accepted"))
                .mapValues(output -> ((IntakeOutput.Accepted) output).entry(), Named.as("entry"))
                .repartition(Repartitioned.<String, IntakeEntry>as(REPARTITION)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(serde)
                        .withNumberOfPartitions(parts.modelPartitions()))
                .mapValues(entry -> (ModelInput) new ModelInput.Entry(entry), Named.as("entry-input"));
    }

    private void deadLetters(KStream<String, IntakeOutput> taken) {
        taken.filter((key, output) -> output instanceof IntakeOutput.Dead, Named.as("undeliverable"))
                .mapValues(output -> ((IntakeOutput.Dead) output).letter(), Named.as("letter"))
                .peek((key, letter) -> parts.watch().deadLetter(letter), Named.as("letter-seen"))
                .map((key, letter) -> asReceived(letter), Named.as("as-received"))
                .to(
                        topics.deadLetters(),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("intake-dead-letters"));
    }

    @SuppressWarnings("NullAway") // a record may have no key
    private static KeyValue<byte[], byte[]> asReceived(DeadLetter letter) {
        return KeyValue.pair(letter.key().orElse(null), letter.payload());
    }

    /** Commands answer 0 for their time and so are taken before requests; each carries its own time inside. */
    private KStream<String, ModelInput> commands() {
        return builder.stream(
                        topics.commands(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withName("commands")
                                .withTimestampExtractor((record, partitionTime) -> 0L))
                .process(() -> new InputDecoder(new CommandInput()), Named.as("read-commands"));
    }

    private KStream<String, ModelInput> verdicts() {
        return bytes(topics.verifications(), "verdicts")
                .process(
                        () -> new InputDecoder(new VerdictInput(parts.schemas().decoder(UnlearningVerified.class))),
                        Named.as("read-verdicts"));
    }

    private void publish(KStream<String, ModelOutput> outputs) {
        branch(outputs, "status", ModelOutput.Status.class)
                .mapValues(ModelOutput.Status::event, Named.as("status-event"))
                .to(topics.requestStatus(), produced("request-status", RequestStatusChanged.class));
        branch(outputs, "audit", ModelOutput.Audit.class)
                .mapValues(ModelOutput.Audit::event, Named.as("audit-event"))
                .to(topics.audit(), produced("audit-records", AuditRecorded.class));
        branch(outputs, "version", ModelOutput.Version.class)
                .mapValues(ModelOutput.Version::event, Named.as("version-event"))
                .to(topics.modelVersions(), produced("model-versions", ModelVersionPublished.class));
        branch(outputs, "head", ModelOutput.Head.class)
                .mapValues(ModelOutput.Head::event, Named.as("head-event"))
                .to(topics.modelHeads(), produced("model-heads", ModelVersionPublished.class));
        branch(outputs, "refused", ModelOutput.Dead.class)
                .mapValues(dead -> dead.letter().payload(), Named.as("refused-record"))
                .to(
                        topics.deadLetters(),
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("model-dead-letters"));
        Serde<Command> serde = new CommandCodec().serde();
        branch(outputs, "more", ModelOutput.More.class)
                .mapValues(more -> (Command) more.command(), Named.as("more-command"))
                .to(topics.commands(), Produced.with(Serdes.String(), serde).withName("continue"));
        intents(outputs, serde);
    }

    private void intents(KStream<String, ModelOutput> outputs, Serde<Command> serde) {
        branch(outputs, "intent", ModelOutput.Intent.class)
                .mapValues(intent -> (Command) intent.command(), Named.as("intent-command"))
                .to(topics.commands(), Produced.with(Serdes.String(), serde).withName("intents"));
    }

    /** Reads the commands that the model's processor reads, and so runs in its tasks. */
    private void verification(KStream<String, ModelInput> commands) {
        builder.addStateStore(VerificationProcessor.store());
        KStream<String, VerificationInput> results = commands.filter(
                        (key, input) -> input instanceof ModelInput.Commanded, Named.as("commands-only"))
                .mapValues(
                        input -> (VerificationInput)
                                new VerificationInput.Commanded(((ModelInput.Commanded) input).command()),
                        Named.as("verification-command"));
        builder.stream(
                        topics.modelVersions(),
                        Consumed.with(Serdes.String(), parts.schemas().serde(ModelVersionPublished.class))
                                .withName("published-versions"))
                .mapValues(
                        version -> (VerificationInput) new VerificationInput.Published(version),
                        Named.as("published-version"))
                .merge(results, Named.as("with-results"))
                .process(
                        () -> new VerificationProcessor(
                                parts.verification(), parts.hints(), parts.jobs(), parts.commands()),
                        Named.as("verify"),
                        VerificationProcessor.STANDINGS)
                .to(topics.verifications(), produced("verifications", UnlearningVerified.class));
    }

    private <T extends ModelOutput> KStream<String, T> branch(
            KStream<String, ModelOutput> outputs, String name, Class<T> type) {
        return outputs.filter((key, output) -> type.isInstance(output), Named.as(name + "-only"))
                .mapValues(type::cast, Named.as(name + "-output"));
    }

    private <T extends org.apache.avro.specific.SpecificRecord> Produced<String, T> produced(
            String name, Class<T> type) {
        return Produced.with(Serdes.String(), parts.schemas().serde(type)).withName("to-" + name);
    }

    private KStream<byte[], byte[]> bytes(String topic, String name) {
        return builder.stream(
                topic,
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName(name)
                        .withTimestampExtractor(new NonNegativeTimestamp()));
    }
}
