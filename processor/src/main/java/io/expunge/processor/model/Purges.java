/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Erased;
import io.expunge.processor.command.Command.PurgeDone;
import io.expunge.processor.command.QueuedRollback;
import io.expunge.processor.job.JobRunner;
import io.expunge.processor.job.PurgeSpecification;
import io.expunge.processor.job.PurgeSpecification.Target;
import io.expunge.processor.model.ErasureStores.Stage;
import io.expunge.processor.model.StoredVersion.Forgotten;
import io.expunge.processor.request.IntakeEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans purges, has them carried out when the plan is committed, and writes the receipts. A plan is an audit record, rows
 * in the store, and an intent on the commands topic, in one transaction; only the intent that was read back from there
 * reaches the model store. One plan a model at a time. Owned by one task.
 */
final class Purges {
    private static final Logger LOG = LoggerFactory.getLogger(Purges.class);

    /** Most artifacts of one plan, so that the receipts fit one transaction. */
    static final int LARGEST_PLAN = 50;

    private final ModelStores models;
    private final ErasureStores stores;
    private final Erasures erasures;
    private final JobRunner jobs;
    private final PurgePolicy policy;
    private final Consumer<ModelOutput> output;

    Purges(
            ModelStores models,
            ErasureStores stores,
            Erasures erasures,
            JobRunner jobs,
            PurgePolicy policy,
            Consumer<ModelOutput> output) {
        this.models = models;
        this.stores = stores;
        this.erasures = erasures;
        this.jobs = jobs;
        this.policy = policy;
        this.output = output;
    }

    /** Plans what is due. */
    void plan(String modelId, long at) {
        if (erasures.dueAt(modelId).filter(due -> due <= at).isEmpty()) {
            return;
        }
        List<StoredVersion> planned = new ArrayList<>();
        take(modelId, Stage.DUE, at, planned);
        take(modelId, Stage.GATED, at, planned);
        take(modelId, Stage.AWAITING, at, planned);
        boolean sweeps =
                stores.state(modelId).sweepAt().filter(due -> due <= at).isPresent();
        erasures.changed(modelId);
        if (!planned.isEmpty() || sweeps) {
            announce(modelId, planned, at);
        }
    }

    private void take(String modelId, Stage stage, long at, List<StoredVersion> planned) {
        for (StoredVersion one : stores.of(modelId, stage, LARGEST_PLAN - planned.size())) {
            if (erasures.dueAt(stage, one) > at) {
                return;
            }
            if (isTakenUpAgain(modelId, one)) {
                continue;
            }
            boolean held = isHeld(modelId, one);
            stores.move(modelId, stage, one, held ? Stage.HELD : Stage.PLANNED, one);
            if (!held) {
                planned.add(one);
            }
        }
    }

    /** A rollback that waits or is at work needs it until it ends; then it goes. */
    private boolean isTakenUpAgain(String modelId, StoredVersion one) {
        Optional<Long> to = models.model(modelId).returns().rollback().map(QueuedRollback::to);
        return to.filter(version -> version == one.version()).isPresent()
                || to.flatMap(version -> models.versionArtifact(modelId, version))
                        .filter(one.contentHash()::equals)
                        .isPresent();
    }

    private boolean isHeld(String modelId) {
        return stores.protection(modelId, true, Optional.empty()).isPresent();
    }

    private boolean isHeld(String modelId, StoredVersion one) {
        return stores.protection(modelId, true, Optional.of(one.version())).isPresent();
    }

    private void announce(String modelId, List<StoredVersion> planned, long at) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("policy", policy.mode().name());
        facts.put("count", Integer.toString(planned.size()));
        facts.put("versions", joined(planned, one -> Long.toString(one.version())));
        facts.put("contentHashes", joined(planned, StoredVersion::contentHash));
        long sequence = record(modelId, AuditKind.PURGE_PLANNED, at, facts);
        stores.putState(modelId, new ErasureState(Optional.of(sequence), Optional.empty()));
        output.accept(new ModelOutput.Intent(new Command.PurgeIntended(at, modelId, sequence)));
    }

    private static String joined(List<StoredVersion> planned, java.util.function.Function<StoredVersion, String> text) {
        return planned.stream().map(text).collect(Collectors.joining(","));
    }

    /** The intent was read back, so the plan is committed. */
    void intended(Command.PurgeIntended intent) {
        boolean awaited = stores.state(intent.modelId())
                .planSequence()
                .filter(one -> one == intent.planSequence())
                .isPresent();
        if (awaited && policy.mode() == PurgePolicy.Mode.KEEP) {
            takeBack(intent.modelId());
        } else if (awaited && isHeld(intent.modelId())) {
            jobs.dropPurges(intent.modelId()); // the plan stays open until the release
        } else if (awaited) {
            submit(intent.modelId());
        } else {
            LOG.debug("purge {} of model {} is not awaited; ignored", intent.planSequence(), intent.modelId());
        }
    }

    /**
     * Tells of an open plan again, as after a restart or when a hold came. Only tells: this record may belong to the very
     * transaction that planned it, and only what is read back is committed.
     */
    void tellAgain(String modelId, long at) {
        if (policy.mode() == PurgePolicy.Mode.KEEP) {
            takeBack(modelId);
            return;
        }
        stores.state(modelId)
                .planSequence()
                .map(sequence -> new Command.PurgeIntended(at, modelId, sequence))
                .ifPresent(intent -> output.accept(new ModelOutput.Intent(intent)));
    }

    /** The policy keeps everything now: what an earlier one planned is due again, if ever that is asked for. */
    private void takeBack(String modelId) {
        ErasureState state = stores.state(modelId);
        if (state.planSequence().isPresent()) {
            LOG.info("purge {} of model {} is taken back: expunge.purge.policy is keep", state.planSequence(), modelId);
            stores.of(modelId, Stage.PLANNED).forEach(one -> putBack(modelId, one));
            stores.putState(modelId, new ErasureState(Optional.empty(), state.sweepAt()));
            erasures.changed(modelId);
        }
    }

    /** As it was: where no verdict passed none may be told of later. */
    private void putBack(String modelId, StoredVersion one) {
        boolean isVerified = one.forgotten().flatMap(Forgotten::verifiedAt).isPresent();
        stores.move(modelId, Stage.PLANNED, one, isVerified ? Stage.DUE : Stage.AWAITING, one);
    }

    private void submit(String modelId) {
        stores.state(modelId)
                .planSequence()
                .map(sequence -> specification(modelId, sequence))
                .ifPresent(jobs::purge);
    }

    private PurgeSpecification specification(String modelId, long sequence) {
        ModelState state = models.model(modelId);
        List<Target> targets = stores.of(modelId, Stage.PLANNED).stream()
                .filter(one -> !isHeld(modelId, one))
                .map(one -> new Target(
                        one.contentHash(),
                        one.failed(),
                        one.forgotten().map(Forgotten::inHash).orElse("")))
                .toList();
        return new PurgeSpecification(
                modelId,
                sequence,
                state.headHash(),
                targets,
                live(modelId, state),
                state.inFlight().map(BatchInFlight::batchId).orElse(""),
                models.remembered(modelId),
                policy.orphanMillis());
    }

    /**
     * What no plan may touch: every artifact of another stage, what a rollback takes up again, and what was registered and
     * not answered yet.
     */
    private Set<String> live(String modelId, ModelState state) {
        Set<String> live = new HashSet<>(Set.of(state.headHash()));
        for (Stage stage : List.of(Stage.CURRENT, Stage.AWAITING, Stage.GATED, Stage.DUE, Stage.HELD)) {
            stores.of(modelId, stage).forEach(one -> live.add(one.contentHash()));
        }
        state.returns()
                .rollback()
                .flatMap(queued -> models.versionArtifact(modelId, queued.to()))
                .ifPresent(live::add);
        List<String> waiting = new ArrayList<>(models.queued(modelId, Integer.MAX_VALUE));
        state.inFlight()
                .filter(batch -> batch.kind() == BatchInFlight.Kind.REGISTRATION)
                .flatMap(batch -> models.batchRow(modelId, batch.batchId(), 0))
                .ifPresent(row -> waiting.add(row.requestId()));
        waiting.stream()
                .flatMap(id -> models.request(modelId, id).stream())
                .filter(row -> row.entry() instanceof IntakeEntry.Registration)
                .forEach(row -> live.add(((IntakeEntry.Registration) row.entry()).artifact()));
        return live;
    }

    /** Writes the receipts. What the plan names and nobody touched waits again as it did. */
    void done(PurgeDone done, long at) {
        String modelId = done.modelId();
        ErasureState state = stores.state(modelId);
        if (state.planSequence().filter(one -> one == done.planSequence()).isEmpty()) {
            LOG.debug("purge {} of model {} is not awaited; ignored", done.planSequence(), modelId);
            return;
        }
        Map<String, StoredVersion> planned = new TreeMap<>();
        stores.of(modelId, Stage.PLANNED).forEach(one -> planned.put(one.contentHash(), one));
        for (Erased erased : done.erased()) {
            Optional.ofNullable(planned.remove(erased.contentHash())).ifPresent(one -> receipt(done, one, erased, at));
        }
        done.kept().forEach(hash -> Optional.ofNullable(planned.remove(hash)).ifPresent(one -> keep(modelId, one)));
        planned.values().forEach(one -> putBack(modelId, one));
        found(done, at);
        Optional<Long> again = done.postponed() > 0 ? Optional.of(at + policy.orphanMillis()) : Optional.empty();
        Optional<Long> sweepAt = state.sweepAt().or(() -> again); // a registration may have been answered meanwhile
        stores.putState(modelId, new ErasureState(Optional.empty(), sweepAt));
        erasures.changed(modelId);
    }

    private void receipt(PurgeDone done, StoredVersion one, Erased erased, long at) {
        Map<String, String> facts = new TreeMap<>();
        number(done.modelId(), one).ifPresent(version -> facts.put("version", Long.toString(version)));
        facts.put("contentHash", one.contentHash());
        facts.put("objects", Integer.toString(erased.objects()));
        facts.put("bytes", Long.toString(erased.bytes()));
        facts.put("why", why(one));
        one.forgotten().filter(forgotten -> forgotten.inVersion() > 0).ifPresent(forgotten -> {
            facts.put("requestIds", String.join(",", forgotten.requestIds()));
            facts.put("requestCount", Integer.toString(forgotten.requestCount()));
            facts.put("forgottenInVersion", Long.toString(forgotten.inVersion()));
        });
        facts.put("planSequence", Long.toString(done.planSequence()));
        if (stores.protection(done.modelId(), false, Optional.of(one.version())).isPresent()) {
            facts.put("pinned", "true");
        }
        if (isHeld(done.modelId()) || isHeld(done.modelId(), one)) { // which came when it was being erased
            facts.put("held", "true");
        }
        record(done.modelId(), AuditKind.PURGED, at, facts);
        stores.delete(done.modelId(), Stage.PLANNED, one);
        stores.unprotect(done.modelId(), false, Optional.of(one.version()));
    }

    /** Also of a version that is followed by nobody and was found as an orphan. */
    private Optional<Long> number(String modelId, StoredVersion one) {
        if (one.version() > 0) {
            return Optional.of(one.version());
        }
        return LongStream.rangeClosed(1, models.model(modelId).version())
                .boxed()
                .filter(version -> models.versionArtifact(modelId, version)
                        .filter(one.contentHash()::equals)
                        .isPresent())
                .findFirst();
    }

    private static String why(StoredVersion one) {
        if (one.version() == 0) {
            return "ORPHAN";
        }
        if (one.failed()) {
            return "FAILED_VERIFICATION";
        }
        boolean verified = one.forgotten().flatMap(Forgotten::verifiedAt).isPresent();
        return verified ? "HOLDS_FORGOTTEN_DATA" : "NO_VERDICT_IN_TIME";
    }

    /** It holds nothing forgotten, so it stays, and is looked at again when something else is forgotten. */
    private void keep(String modelId, StoredVersion one) {
        if (one.version() == 0) {
            stores.delete(modelId, Stage.PLANNED, one);
        } else {
            stores.move(modelId, Stage.PLANNED, one, Stage.CURRENT, one.withForgotten(Optional.empty()));
        }
    }

    /** Orphans go like versions: named by a plan first. */
    private void found(PurgeDone done, long at) {
        Forgotten found =
                new Forgotten(0, "", at - policy.waitMillis(), Optional.of(at - policy.waitMillis()), List.of(), 0);
        done.orphans()
                .forEach(hash ->
                        stores.put(done.modelId(), Stage.DUE, new StoredVersion(0, hash, false, Optional.of(found))));
    }

    private long record(String modelId, AuditKind kind, long at, Map<String, String> facts) {
        ModelState state = models.model(modelId);
        AuditRecorded audit = AuditChain.next(modelId, state, kind, at, facts);
        models.putModel(modelId, state.withAudit(audit.getSequence(), audit.getHash()));
        output.accept(new ModelOutput.Audit(audit));
        return audit.getSequence();
    }
}
