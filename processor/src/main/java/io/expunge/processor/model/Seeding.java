/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.processor.command.LedgerSeed.OfBatch;
import io.expunge.processor.command.LedgerSeed.OfRemembered;
import io.expunge.processor.command.LedgerSeed.OfRequest;
import io.expunge.processor.command.LedgerSeed.OfReturns;
import io.expunge.processor.command.LedgerSeed.OfVersion;
import io.expunge.processor.command.LedgerSeed.Owed;
import io.expunge.processor.command.LedgerSeed.Standing;
import io.expunge.processor.command.LedgerSeed.Step;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.Pseudonym;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an empty ledger again what it knew. A model the ledger knows already is never overwritten, and every further fact
 * counts only while the model stands exactly where the facts say: planting a seed twice, late or by mistake does nothing.
 * Owned by one task.
 */
final class Seeding {
    private static final Logger LOG = LoggerFactory.getLogger(Seeding.class);
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Coordinates NOWHERE = new Coordinates("", -1, -1);

    private final ModelStores stores;
    private final Ledger ledger;
    private final Erasures erasures;
    private final Repairs repairs;

    Seeding(ModelStores stores, Ledger ledger, Erasures erasures, Repairs repairs) {
        this.stores = stores;
        this.ledger = ledger;
        this.erasures = erasures;
        this.repairs = repairs;
    }

    /** Whether it was planted. */
    boolean plant(LedgerSeed seed, long at) {
        boolean accepted = accepts(seed);
        if (accepted) {
            set(seed, at);
        } else {
            LOG.warn(
                    "a seed of model {} at version {} is ignored: the ledger stands elsewhere",
                    seed.modelId(),
                    seed.version());
        }
        return accepted;
    }

    private void set(LedgerSeed seed, long at) {
        if (seed.fact() instanceof Standing standing) {
            stores.putModel(seed.modelId(), state(seed, standing));
        } else if (seed.fact() instanceof OfRequest request) {
            plant(seed, request, at);
        } else if (seed.fact() instanceof OfBatch batch) {
            boolean failed = isToldOfFailure(seed.modelId(), batch); // by whom no status says: the closer look is safe
            PublishedBatch published = new PublishedBatch(batch.batchId(), batch.size(), failed, failed);
            stores.putPublishedBatch(seed.modelId(), batch.published(), published);
        } else if (seed.fact() instanceof LedgerSeed.OfMending mending) {
            repairs.plant(seed.modelId(), mending.mending(), at);
        } else if (seed.fact() instanceof OfVersion version) {
            stores.putVersionArtifact(seed.modelId(), version.published(), version.contentHash());
        } else if (seed.fact() instanceof OfReturns returns) {
            stores.putModel(seed.modelId(), stores.model(seed.modelId()).withReturns(returns.returns()));
        } else if (seed.fact() instanceof LedgerSeed.OfReleases releases) {
            ReleaseAccount account = ReleaseAccount.told(releases.mu(), releases.releases(), releases.warned());
            stores.putModel(seed.modelId(), stores.model(seed.modelId()).withAccount(account));
        } else if (seed.fact() instanceof LedgerSeed.OfStored stored) {
            erasures.plant(seed.modelId(), stored, at);
        } else if (seed.fact() instanceof LedgerSeed.OfProtection protection) {
            erasures.plant(seed.modelId(), protection);
        } else if (seed.fact() instanceof OfRemembered remembered) {
            stores.remember(
                    seed.modelId(),
                    new RemovalTarget.OfDocuments(remembered.deletions().documents()));
            remembered
                    .deletions()
                    .subjects()
                    .forEach(subject -> stores.remember(seed.modelId(), new RemovalTarget.OfSubject(subject)));
        }
    }

    /** Its requests are there already, and all of them were told the same. */
    private boolean isToldOfFailure(String modelId, OfBatch batch) {
        return stores.batchRow(modelId, batch.batchId(), 0)
                .flatMap(row -> stores.request(modelId, row.requestId()))
                .map(row -> row.transitions().get(row.transitions().size() - 1).reasonCode())
                .filter(ReasonCode.VERIFICATION_FAILED::equals)
                .isPresent();
    }

    private boolean accepts(LedgerSeed seed) {
        if (seed.fact() instanceof Standing standing) {
            return !stores.knows(seed.modelId()) && isSound(seed, standing);
        }
        if (seed.fact() instanceof OfRequest request && isStray(seed, request)) {
            return isNew(seed);
        }
        ModelState state = stores.model(seed.modelId());
        return stores.knows(seed.modelId())
                && state.version() == seed.version()
                && state.headHash().equals(seed.headHash())
                && state.inFlight().isEmpty()
                && isNew(seed);
    }

    /** A request that was refused because no model is called so: its row is kept, and makes no model known. */
    private boolean isStray(LedgerSeed seed, OfRequest request) {
        return !stores.knows(seed.modelId())
                && seed.version() == 0
                && seed.headHash().isEmpty()
                && request.owed() == Owed.NOTHING
                && request.place() < 0
                && request.steps().size() == 1
                && request.steps().get(0).state() == RequestState.REJECTED;
    }

    private boolean isNew(LedgerSeed seed) {
        if (seed.fact() instanceof OfRequest request) {
            return !request.steps().isEmpty()
                    && stores.request(seed.modelId(), request.requestId()).isEmpty();
        }
        return !(seed.fact() instanceof OfBatch batch)
                || stores.publishedBatch(seed.modelId(), batch.published()).isEmpty();
    }

    private static boolean isSound(LedgerSeed seed, Standing standing) {
        boolean head = seed.version() == 0
                ? seed.headHash().isEmpty()
                : seed.version() > 0 && HASH.matcher(seed.headHash()).matches();
        return head
                && standing.auditSequence() >= 0
                && HASH.matcher(standing.auditHash()).matches()
                && standing.arrivals() >= 0;
    }

    private static ModelState state(LedgerSeed seed, Standing standing) {
        return ModelState.unpublished()
                .withHead(seed.version(), seed.headHash(), standing.classes(), standing.removedClasses())
                .withAudit(standing.auditSequence(), standing.auditHash())
                .withArrivals(standing.arrivals())
                .withPause(standing.halt().map(halt -> new Pause(halt.since(), halt.operator(), halt.reason())));
    }

    private void plant(LedgerSeed seed, OfRequest request, long at) {
        RequestRow row = new RequestRow(
                entry(seed.modelId(), request),
                request.arrival(),
                request.steps().stream().map(Seeding::transition).toList(),
                request.batchId(),
                request.version(),
                request.documentsRemoved(),
                Optional.empty());
        if (request.place() >= 0) {
            BatchRow place =
                    new BatchRow(request.requestId(), request.documentsRemoved().orElse(-1), Optional.empty());
            stores.putBatchRow(seed.modelId(), request.batchId().orElse(""), request.place(), place);
        }
        switch (request.owed()) {
            case NOTHING -> stores.putRequest(row);
            case APPLIED ->
                ledger.move(
                        row,
                        RequestState.APPLIED,
                        at,
                        Reasons.applied(request.version().orElse(seed.version())));
            case LOST -> ledger.move(row, RequestState.FAILED, at, Reasons.lostContent(row.entry()));
        }
    }

    private static RequestRow.Transition transition(Step step) {
        return new RequestRow.Transition(step.state(), step.at(), step.reasonCode(), step.detail());
    }

    /** What is known of it without its content; the empty content hash says so. */
    private static IntakeEntry entry(String modelId, OfRequest request) {
        long first = request.steps().get(0).at();
        if (request.kind() == RequestKind.REGISTRATION) {
            return new IntakeEntry.Registration(modelId, request.requestId(), "", NOWHERE, "", "", first);
        }
        return new IntakeEntry.Request(
                modelId,
                request.requestId(),
                "",
                NOWHERE,
                target(request.kind()),
                request.caseId(),
                "",
                first,
                request.dueBy(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static RemovalTarget target(RequestKind kind) {
        return switch (kind) {
            case CLASS_REMOVAL -> new RemovalTarget.OfClass("");
            case SUBJECT_REMOVAL -> new RemovalTarget.OfSubject(new Pseudonym(0, 0));
            default -> new RemovalTarget.OfDocuments(List.of());
        };
    }
}
