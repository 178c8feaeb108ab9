/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.audit.CheckpointSigner;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.job.JobRunner;
import io.expunge.processor.job.Preparation;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.stream.PromptCommit;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of the models of one task. Every state change is caused by a consumed record: the start of a task and
 * the passing of time only ask, through a plain producer, for a {@code Wake} or a {@code Tick}, because with exactly-once
 * a commit without consumed offsets is not fenced.
 *
 * <p>Kafka Streams reuses processor objects, so {@link #init} rebuilds every field.
 */
@SuppressWarnings("NullAway.Init") // init is the constructor Kafka Streams gives us
public final class ModelProcessor implements Processor<String, ModelInput, String, ModelOutput> {
    private static final Logger LOG = LoggerFactory.getLogger(ModelProcessor.class);
    private static final Duration TICK_INTERVAL = Duration.ofSeconds(1);

    private final ModelPolicy policy;
    private final JobRunner jobs;
    private final CommandSender commands;
    private final ModelWatch watch;
    private final Optional<CheckpointSigner> signer;

    private ProcessorContext<String, ModelOutput> context;
    private PromptCommit commit;
    private ModelStores stores;
    private Erasures erasures;
    private Purges purges;
    private Ledger ledger;
    private Outbox outbox;
    private BatchCloser closer;
    private BatchFinisher finisher;
    private Verdicts verdicts;
    private OperatorActions operators;
    private Seeding seeding;
    private Checkpoints checkpoints;
    private ModelWatch.TaskWatch watching = ModelWatch.TaskWatch.NONE;
    private boolean seeded;
    private Set<String> offered = new HashSet<>();
    private long timestamp;

    /** @param signer what signs the audit chains; without one they stay unsigned */
    public ModelProcessor(
            ModelPolicy policy,
            JobRunner jobs,
            CommandSender commands,
            ModelWatch watch,
            Optional<CheckpointSigner> signer) {
        this.policy = policy;
        this.jobs = jobs;
        this.commands = commands;
        this.watch = watch;
        this.signer = signer;
    }

    @Override
    public void init(ProcessorContext<String, ModelOutput> newContext) {
        context = newContext;
        commit = new PromptCommit(newContext);
        offered = new HashSet<>();
        stores = new ModelStores(newContext::getStateStore);
        ledger = new Ledger(stores, this::forward);
        outbox = new Outbox(stores, ledger, this::forward, policy.statusSlice());
        ErasureStores erasureStores = new ErasureStores(newContext::getStateStore);
        erasures = new Erasures(stores, erasureStores, policy.purge());
        purges = new Purges(stores, erasureStores, erasures, jobs, policy.purge(), this::forward);
        OrderRecord record = new OrderRecord(stores, this::forward);
        Rollbacks rollbacks = new Rollbacks(stores, policy, record, erasures);
        Reinstatements reinstatements = new Reinstatements(stores, record);
        Repairs repairs = new Repairs(stores, outbox, policy, this::forward);
        closer = new BatchCloser(stores, ledger, outbox, jobs, policy, rollbacks, repairs, reinstatements, erasures);
        finisher = new BatchFinisher(
                stores,
                ledger,
                outbox,
                closer,
                rollbacks,
                repairs,
                reinstatements,
                erasures,
                new Releases(stores, policy.release(), this::forward),
                this::forward);
        verdicts = new Verdicts(stores, outbox, repairs, erasures, policy.verifiedWhen());
        Protections protections = new Protections(erasureStores, erasures);
        operators = new OperatorActions(
                stores, ledger, rollbacks, repairs, reinstatements, protections, record, this::forward);
        seeding = new Seeding(stores, ledger, erasures, repairs);
        checkpoints = new Checkpoints(stores, signer, this::forward);
        int partition = newContext.taskId().partition();
        watching = watch.open(partition, stores);
        seeded = false;
        commands.sendToPartition(partition, new Command.Wake(newContext.currentSystemTimeMs()));
        newContext.schedule(TICK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> {
            if (policy.lingerMillis() > 0 || erasures.isAnyDue(now)) {
                commands.sendToPartition(partition, new Command.Tick(now));
            }
        });
    }

    @Override
    public void process(Record<String, ModelInput> record) {
        ModelInput input = record.value();
        lookAnew(input);
        if (input instanceof ModelInput.Entry entry) {
            timestamp = record.timestamp();
            ledger.receive(entry.entry(), timestamp);
            goOn(entry.entry().modelId());
        } else if (input instanceof ModelInput.Commanded commanded) {
            // Anybody may have written it, by a clock that is wrong: a record with a negative time cannot be sent on,
            // and what
            // is done now was not done tomorrow.
            timestamp = Math.max(0, Math.min(commanded.command().at(), context.currentSystemTimeMs()));
            obey(commanded.command());
        } else if (input instanceof ModelInput.Verified verified) {
            timestamp = record.timestamp();
            watching.judged(verified.verdict());
            verdicts.apply(verified.verdict(), timestamp);
            goOn(verified.verdict().getModelId());
            purge(verified.verdict().getModelId());
            offer(verified.verdict().getModelId());
            commit.processed();
        } else if (input instanceof ModelInput.Unreadable unreadable) {
            timestamp = Math.max(0, record.timestamp());
            reject(unreadable, record.headers());
        }
        checkpoints.sign(timestamp);
    }

    /** Of the time it is now, since a deadline that is computed from another clock must not come early. */
    private void purge(String modelId) {
        purges.plan(modelId, Math.min(timestamp, context.currentSystemTimeMs()));
    }

    private void obey(Command command) {
        if (command instanceof Command.JobDone done) {
            finisher.finish(done.withTime(timestamp));
            goOn(done.modelId());
            purge(done.modelId());
            context.commit(); // a version is what everybody waits for, and there is one for a job
        } else if (command instanceof Command.Operated operated) {
            operators.obey(operated.order(), timestamp, Coordinates.of(context.recordMetadata()));
            goOn(operated.order().modelId());
            if (Protections.concerns(operated.order().verb())) {
                purges.tellAgain(operated.order().modelId(), timestamp);
            }
            purge(operated.order().modelId());
            commit.processed();
        } else if (command instanceof Command.Continue more) {
            goOn(more.modelId());
        } else if (command instanceof Command.Wake) {
            stores.modelIds().forEach(closer::resubmit);
            stores.modelIds().forEach(this::goOn);
            stores.modelIds().forEach(this::offer);
            stores.modelIds().forEach(modelId -> erasures.awake(modelId, timestamp));
            stores.modelIds().forEach(modelId -> purges.tellAgain(modelId, timestamp));
            stores.modelIds().forEach(this::purge);
        } else if (command instanceof Command.Tick) {
            stores.modelIds().forEach(this::goOn);
            stores.modelIds().forEach(this::purge);
        } else if (command instanceof Command.PurgeIntended intent) {
            offered.add(intent.modelId());
            purges.intended(intent);
        } else if (command instanceof Command.PurgeDone purged) {
            purges.done(purged, timestamp);
            purge(purged.modelId());
            commit.processed();
        } else if (command instanceof Command.Seed seed) {
            seeded |= seeding.plant(seed.seed(), timestamp);
        }
    }

    /**
     * Seeds go into the stores without a word; who watches looks again when the last of them is there. That reads the whole
     * ledger, so a seed that was ignored is no reason.
     */
    private void lookAnew(ModelInput input) {
        boolean more = input instanceof ModelInput.Commanded commanded && commanded.command() instanceof Command.Seed;
        if (seeded && !more) {
            watching.close();
            watching = watch.open(context.taskId().partition(), stores);
            seeded = false;
        }
    }

    private void goOn(String modelId) {
        boolean moreWaits = closer.close(modelId, timestamp);
        outbox.drain(modelId, timestamp, moreWaits);
    }

    /** Tells the jobs of a head that is committed, since its verdict or a wake was read, for their idle time. */
    private void offer(String modelId) {
        ModelState state = stores.model(modelId);
        if (state.isPublished()) {
            offered.add(modelId);
            // What is prepared was solved before anybody asked; releases with noise keep nothing of the kind.
            List<String> asked = policy.release().covers(modelId) ? List.of() : state.classes();
            jobs.prepare(new Preparation(modelId, state.version(), state.headHash(), asked));
        }
    }

    @Override
    public void close() {
        offered.forEach(jobs::forsake);
        watching.close();
    }

    private void reject(ModelInput.Unreadable unreadable, Headers headers) {
        LOG.warn("unreadable record at {}: {}", unreadable.coordinates(), unreadable.problem());
        DeadLetter letter = DeadLetter.of(
                        unreadable.bytes(), "model", "UNREADABLE", unreadable.problem(), unreadable.coordinates())
                .because(Optional.of(unreadable.cause()))
                .asReceived(null, headers);
        forward(new ModelOutput.Dead("", letter));
    }

    private void forward(ModelOutput output) {
        watching.told(output);
        checkpoints.told(output);
        Headers headers = output instanceof ModelOutput.Dead dead
                ? dead.letter().at(context.currentSystemTimeMs()).toHeaders()
                : new RecordHeaders();
        // A producer's clock may be ahead, and brokers refuse a record that is more than an hour ahead.
        long written = Math.min(timestamp, context.currentSystemTimeMs());
        context.forward(new Record<>(output.key(), output, written, headers));
    }
}
