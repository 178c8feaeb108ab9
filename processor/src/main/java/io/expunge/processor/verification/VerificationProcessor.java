/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.job.JobRunner;
import io.expunge.processor.job.VerificationChecks;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.stream.PromptCommit;
import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Gives verdicts on published versions. First on what the gate's checks amount to, which travel in the version event: a version
 * with no certified check is not verified by their absence. Then, where policy says so, on thorough checks, which others do
 * while there is time and whose results come in as commands; only the newest version of a model is checked so, and its verdict
 * covers those before it that had none. Having read a committed version, it also tells the store of the head.
 */
@SuppressWarnings("NullAway.Init") // init is the constructor Kafka Streams gives us
public final class VerificationProcessor implements Processor<String, VerificationInput, String, UnlearningVerified> {
    /** The store this needs: where the checks of every model's newest version stand. */
    public static final String STANDINGS = "verification-standings";

    private static final Duration TICK_INTERVAL = Duration.ofMinutes(1);

    private final VerificationPolicy policy;
    private final HeadHints hints;
    private final JobRunner jobs;
    private final CommandSender commands;
    private ProcessorContext<String, UnlearningVerified> context;
    private PromptCommit commit;
    private KeyValueStore<String, VersionStanding> standings;
    private Set<String> offered = new HashSet<>();

    public VerificationProcessor(VerificationPolicy policy, HeadHints hints, JobRunner jobs, CommandSender commands) {
        this.policy = policy;
        this.hints = hints;
        this.jobs = jobs;
        this.commands = commands;
    }

    /** The store a topology has to hold. */
    public static StoreBuilder<?> store() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STANDINGS), Serdes.String(), VersionStanding.CODEC.serde());
    }

    @Override
    public void init(ProcessorContext<String, UnlearningVerified> newContext) {
        context = newContext;
        commit = new PromptCommit(newContext);
        standings = newContext.getStateStore(STANDINGS);
        offered = new HashSet<>();
        if (policy.periodMillis() > 0) {
            int partition = newContext.taskId().partition();
            newContext.schedule(
                    TICK_INTERVAL,
                    PunctuationType.WALL_CLOCK_TIME,
                    now -> commands.sendToPartition(partition, new Command.Tick(now)));
        }
    }

    @Override
    public void process(Record<String, VerificationInput> record) {
        if (record.value() instanceof VerificationInput.Published published) {
            published(published.version());
        } else if (record.value() instanceof VerificationInput.Commanded commanded) {
            obey(commanded.command());
        }
    }

    private void published(ModelVersionPublished version) {
        String modelId = version.getModelId();
        context.recordMetadata()
                .ifPresent(metadata -> hints.advance(
                        modelId,
                        new HeadHint(
                                version.getVersion(), metadata.offset(), new ContentHash(version.getContentHash()))));
        long now = context.currentSystemTimeMs();
        Optional<VersionStanding> before = Optional.ofNullable(standings.get(modelId));
        UnlearningVerified atGate = publicationVerdict(version, coversAtGate(version, before), now);
        forward(modelId, atGate, now);
        VersionStanding standing = standing(version, before, atGate, now);
        standings.put(modelId, standing);
        offer(modelId, standing);
        commit.processed();
    }

    /** A verdict that is still awaited, or that failed, is that of the newer version now, which covers the older one too. */
    private VersionStanding standing(
            ModelVersionPublished version, Optional<VersionStanding> known, UnlearningVerified atGate, long now) {
        Optional<VersionStanding> open = known.filter(VersionStanding::open);
        return new VersionStanding(
                version.getVersion(),
                version.getContentHash(),
                baseHash(version, open),
                ownBaseHash(version),
                open.map(VersionStanding::coversFrom).orElse(version.getVersion()),
                policy.deep() ? Optional.of(VerificationStage.DEEP) : Optional.empty(),
                policy.isThorough() || open.isPresent(),
                failedAtGate(known, atGate),
                now);
    }

    /** An unlearning builds on the versions before it that are open; whatever else comes behind them cannot be compared. */
    private static Optional<String> baseHash(ModelVersionPublished version, Optional<VersionStanding> open) {
        if (version.getOperation() == Operation.UNLEARNED && open.isPresent()) {
            return open.get().baseHash();
        }
        return open.filter(VersionStanding::isUnlearningOpen).isPresent() ? Optional.empty() : ownBaseHash(version);
    }

    /** What is no unlearning stands before itself: what follows is compared with it. */
    private static Optional<String> ownBaseHash(ModelVersionPublished version) {
        return version.getOperation() == Operation.UNLEARNED
                ? Optional.ofNullable(version.getParentContentHash())
                : Optional.of(version.getContentHash());
    }

    private static Optional<Long> failedAtGate(Optional<VersionStanding> known, UnlearningVerified atGate) {
        Optional<Long> failed = known.flatMap(VersionStanding::failedAtGate)
                .filter(first -> atGate.getVerdict() != Verdict.PASSED || first < atGate.getCoversFromVersion());
        return atGate.getVerdict() == Verdict.FAILED ? Optional.of(failed.orElse(atGate.getVersion())) : failed;
    }

    /**
     * The first version that the gate's verdict covers. The gate compares with the version before, so that a version that
     * builds on one that failed cannot clear it; one that does not build on it can, of what the gate found. What thorough
     * checks found only they clear, while there are any.
     */
    private long coversAtGate(ModelVersionPublished version, Optional<VersionStanding> known) {
        boolean anew = version.getOperation() != Operation.UNLEARNED || version.getRepairs() != null;
        if (!anew) {
            return version.getVersion();
        }
        Optional<Long> left = policy.isThorough()
                ? Optional.empty()
                : known.filter(VersionStanding::open).map(VersionStanding::coversFrom);
        return Stream.of(Optional.of(version.getVersion()), known.flatMap(VersionStanding::failedAtGate), left)
                .flatMap(Optional::stream)
                .min(Long::compare)
                .orElseThrow();
    }

    private void obey(Command command) {
        if (command instanceof Command.VerificationDone done) {
            finish(done);
        } else if (command instanceof Command.Wake) {
            forEach(this::offer);
        } else if (command instanceof Command.Tick tick && policy.periodMillis() > 0) {
            forEach((modelId, standing) -> checkAgain(modelId, standing, tick.at()));
        }
    }

    private void finish(Command.VerificationDone done) {
        VersionStanding standing = standings.get(done.modelId());
        boolean awaited = standing != null
                && standing.version() == done.version()
                && standing.contentHash().equals(done.contentHash())
                && standing.awaited().equals(Optional.of(done.stage()));
        if (!awaited) {
            return;
        }
        long now = context.currentSystemTimeMs();
        UnlearningVerified verdict = verdict(
                done.modelId(),
                done.version(),
                done.contentHash(),
                done.stage(),
                standing.coversFrom(),
                done.checks(),
                now);
        standings.put(done.modelId(), after(standing, verdict.getVerdict(), now));
        forward(done.modelId(), verdict, now);
        commit.processed();
    }

    private static VersionStanding after(VersionStanding standing, Verdict verdict, long now) {
        return switch (verdict) {
            case PASSED -> standing.passed(now);
            case FAILED -> standing.leftOpen(now);
            case UNKNOWN -> standing.stillAwaited(now);
        };
    }

    /** A clock that is wrong only makes a check come early or late. What is awaited still is asked for again. */
    private void checkAgain(String modelId, VersionStanding standing, long now) {
        if (now - standing.checkedAt() < policy.periodMillis()) {
            return;
        }
        if (standing.awaited().isPresent()) {
            offer(modelId, standing);
            return;
        }
        VersionStanding again = standing.awaiting(VerificationStage.PERIODIC);
        standings.put(modelId, again);
        offer(modelId, again);
    }

    private void offer(String modelId, VersionStanding standing) {
        standing.awaited().ifPresent(stage -> {
            offered.add(modelId);
            jobs.verify(new VerificationSpecification(
                    modelId,
                    standing.version(),
                    standing.contentHash(),
                    standing.baseHash(),
                    standing.coversFrom(),
                    stage));
        });
    }

    private void forEach(BiConsumer<String, VersionStanding> task) {
        List<KeyValue<String, VersionStanding>> all = new ArrayList<>();
        try (KeyValueIterator<String, VersionStanding> iterator = standings.all()) {
            iterator.forEachRemaining(all::add);
        }
        all.forEach(entry -> task.accept(entry.key, entry.value));
    }

    private void forward(String modelId, UnlearningVerified verdict, long at) {
        context.forward(new Record<>(modelId, verdict, at));
    }

    @Override
    public void close() {
        offered.forEach(jobs::abandonVerification);
    }

    static UnlearningVerified publicationVerdict(ModelVersionPublished version, long coversFrom, long at) {
        return verdict(
                version.getModelId(),
                version.getVersion(),
                version.getContentHash(),
                VerificationStage.PUBLICATION,
                coversFrom,
                version.getChecks(),
                at);
    }

    /**
     * A check that fails decides if it {@linkplain VerificationChecks#speaksAgainst speaks against} a version. One that was not
     * run never counts as passed: at the gate every certified one has to pass, and where no thorough one was run, there is no
     * verdict.
     */
    private static UnlearningVerified verdict(
            String modelId,
            long version,
            String contentHash,
            VerificationStage stage,
            long coversFrom,
            List<VerificationCheck> checks,
            long at) {
        boolean deep = stage != VerificationStage.PUBLICATION;
        boolean certified = checks.stream()
                .anyMatch(check -> check.getKind() == CheckKind.CERTIFIED && check.getOutcome() == CheckOutcome.PASSED);
        boolean failed = checks.stream()
                .anyMatch(check -> VerificationChecks.speaksAgainst(check)
                        || (!deep
                                && check.getKind() == CheckKind.CERTIFIED
                                && check.getOutcome() != CheckOutcome.PASSED));
        boolean unknown = deep && checks.stream().allMatch(check -> check.getOutcome() == CheckOutcome.NOT_RUN);
        return UnlearningVerified.newBuilder()
                .setModelId(modelId)
                .setVersion(version)
                .setContentHash(contentHash)
                .setStage(stage)
                .setCoversFromVersion(coversFrom)
                .setVerifiedAt(Instant.ofEpochMilli(at))
                .setVerdict(certified && !failed ? Verdict.PASSED : unknown ? Verdict.UNKNOWN : Verdict.FAILED)
                .setChecks(checks)
                .build();
    }
}
