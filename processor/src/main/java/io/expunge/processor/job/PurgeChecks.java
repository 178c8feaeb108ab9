/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.job.PurgeSpecification.Target;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.Operation;
import io.expunge.store.Pseudonym;
import io.expunge.store.TrainingSetData;
import io.expunge.unlearning.CancelledException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the artifacts themselves say about whether they may go. For one purge; not thread-safe. */
final class PurgeChecks {
    private static final Logger LOG = LoggerFactory.getLogger(PurgeChecks.class);

    /** Most orphans that one record tells of. */
    private static final int MOST_ORPHANS = 100;

    private final ModelStore store;
    private final PurgeSpecification purge;
    private final MemoryBudget memory;
    private final HonouredDeletions honoured;
    private final Set<ContentHash> ancestors;

    PurgeChecks(ModelStore store, PurgeSpecification purge, MemoryBudget memory) {
        this.store = store;
        this.purge = purge;
        this.memory = memory;
        this.honoured = purge.remembered().and(honouredBy(purge.headHash()));
        this.ancestors = ancestors();
    }

    /**
     * What the head was made from, step by step. The chain ends at a training, at what was purged, and at what cannot be
     * read.
     */
    private Set<ContentHash> ancestors() {
        Set<ContentHash> found = new HashSet<>();
        Optional<ContentHash> next = base(new ContentHash(purge.headHash()));
        while (next.isPresent() && found.add(next.get())) {
            next = base(next.get());
        }
        return found;
    }

    private Optional<ContentHash> base(ContentHash hash) {
        try {
            return store.open(hash).lineage().base();
        } catch (ModelStoreException.StoreUnavailable away) {
            throw away;
        } catch (ModelStoreException gone) {
            LOG.debug("artifact {} does not say what it was made from: {}", hash, gone.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Artifacts that are no version and that nobody waits for.
     *
     * @param found those that may go
     * @param postponed how many are too young, or too many
     */
    record Orphans(List<String> found, int postponed) {}

    /** Whether something a plan names may go. */
    boolean mayGo(Target target) {
        if (purge.live().contains(target.contentHash())) {
            return false;
        }
        HonouredDeletions against =
                target.forgottenBy().isEmpty() ? honoured : honoured.and(honouredBy(target.forgottenBy()));
        return target.certain() || mayHold(new ContentHash(target.contentHash()), against);
    }

    private HonouredDeletions honouredBy(String contentHash) {
        try {
            return store.open(new ContentHash(contentHash)).honouredDeletions();
        } catch (ModelStoreException.StoreUnavailable away) {
            throw away;
        } catch (ModelStoreException gone) {
            LOG.debug("artifact {} says nothing about what was forgotten: {}", contentHash, gone.getMessage());
            return HonouredDeletions.NONE;
        }
    }

    /** Of what is gone already the plan was right; of what cannot be read nobody can say that it holds nothing. */
    private boolean mayHold(ContentHash hash, HonouredDeletions against) {
        try {
            Artifact artifact = store.open(hash);
            return isOutdated(artifact) || reads(artifact, against);
        } catch (ModelStoreException.StoreUnavailable away) {
            throw away;
        } catch (ModelStoreException unreadable) {
            LOG.info("artifact {} goes unread: {}", hash, unreadable.getMessage());
            return true;
        }
    }

    /** Looks into an artifact when there is room for it beside the jobs; one that never has room gets all there is. */
    private boolean reads(Artifact artifact, HonouredDeletions against) {
        long bytes = Math.min(memory.capacity(), JobMemory.ofReading(artifact));
        try {
            memory.acquire(bytes);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the service stops");
        }
        try {
            return holds(artifact, against);
        } finally {
            memory.release(bytes);
        }
    }

    private static boolean holds(Artifact artifact, HonouredDeletions against) {
        boolean classes = !Collections.disjoint(artifact.classes(), against.classes());
        Set<Pseudonym> documents = new HashSet<>(against.documents());
        Set<Pseudonym> subjects = new HashSet<>(against.subjects());
        return classes
                || holds(artifact.trainingSet(), documents, subjects)
                || artifact.evaluationSet()
                        .filter(set -> holds(set, documents, subjects))
                        .isPresent();
    }

    private static boolean holds(TrainingSetData set, Set<Pseudonym> documents, Set<Pseudonym> subjects) {
        return set.documents().stream().anyMatch(documents::contains)
                || set.subjects().stream().flatMap(Optional::stream).anyMatch(subjects::contains);
    }

    /**
     * The result of a job that somebody else was quicker with: no version, and never to become one. What the head was made
     * from is none, also where nobody follows it since an earlier release published it: that goes by what it holds.
     */
    private boolean isOutdated(Artifact artifact) {
        return isNoVersion(artifact.hash())
                && !ancestors.contains(artifact.hash())
                && artifact.lineage().operation() != Operation.TRAINED
                && artifact.lineage()
                        .base()
                        .filter(base -> !base.hex().equals(purge.headHash()))
                        .isPresent();
    }

    private boolean isNoVersion(ContentHash hash) {
        return purge.targets().stream()
                .noneMatch(target -> target.contentHash().equals(hash.hex())
                        && !target.forgottenBy().isEmpty());
    }

    /** Looks through everything there is of the model. */
    Orphans orphans(Instant before) {
        List<String> found = new ArrayList<>();
        int postponed = 0;
        for (ContentHash hash : store.list()) {
            if (isOrphan(hash)) {
                boolean old = store.erasure()
                        .putAt(hash)
                        .filter(at -> at.isBefore(before))
                        .isPresent();
                if (old && found.size() < MOST_ORPHANS) {
                    found.add(hash.hex());
                } else {
                    postponed++;
                }
            }
        }
        return new Orphans(found, postponed);
    }

    private boolean isOrphan(ContentHash hash) {
        boolean planned =
                purge.targets().stream().anyMatch(target -> target.contentHash().equals(hash.hex()));
        if (planned || purge.live().contains(hash.hex())) {
            return false;
        }
        try {
            Artifact artifact = store.open(hash);
            boolean awaited = artifact.lineage()
                    .batchId()
                    .filter(purge.batchInFlight()::equals)
                    .isPresent();
            return artifact.lineage().modelId().equals(purge.modelId())
                    && !awaited
                    && (isOutdated(artifact) || reads(artifact, honoured));
        } catch (ModelStoreException.StoreUnavailable away) {
            throw away;
        } catch (ModelStoreException unreadable) {
            LOG.warn("artifact {} is left alone, since nobody knows whose it is: {}", hash, unreadable.getMessage());
            return false;
        }
    }
}
