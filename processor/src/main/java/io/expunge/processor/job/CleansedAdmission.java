/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.request.Reason;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.EmptyVocabularyException;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.method.TooFewClassesException;
import java.util.List;
import java.util.Optional;

/**
 * Publishes a registered artifact without what its model was told to forget: that is unlearned, and the result passes the
 * gate of every version.
 */
final class CleansedAdmission {
    private final VersionWorkshop workshop;
    private final JobSpecification.Admission job;
    private final ProgressMonitor monitor;

    CleansedAdmission(VersionWorkshop workshop, JobSpecification.Admission job, ProgressMonitor monitor) {
        this.workshop = workshop;
        this.job = job;
        this.monitor = monitor;
    }

    Outcome run(LoadedBase candidate, HonouredDeletions honoured) {
        try {
            return put(candidate, honoured);
        } catch (TooFewClassesException few) {
            return refused(ReasonCode.TOO_FEW_CLASSES, few);
        } catch (EmptyVocabularyException empty) {
            return refused(ReasonCode.EMPTY_VOCABULARY, empty);
        } catch (NotReleasedException withheld) {
            return new Outcome.Refused(new Reason(
                    withheld.reason().code(),
                    "Not published: " + withheld.reason().detail() + "."));
        } catch (NotConvergedException stuck) {
            return new Outcome.Failed(new Reason(ReasonCode.NOT_CONVERGED, String.valueOf(stuck.getMessage())));
        } catch (VerificationFailedException breach) {
            return new Outcome.Failed(new Reason(ReasonCode.VERIFICATION_FAILED, String.valueOf(breach.getMessage())));
        }
    }

    private static Outcome refused(ReasonCode code, Exception why) {
        return new Outcome.Refused(new Reason(
                code, "Without what this model was told to forget nothing is left to publish: " + why.getMessage()));
    }

    private Outcome put(LoadedBase candidate, HonouredDeletions honoured) {
        RemovalResult result =
                workshop.cleanse(candidate, job, workshop.options().method(), honoured, monitor);
        Lineage lineage = new Lineage(
                job.modelId(),
                Optional.of(job.baseHash()).filter(hash -> !hash.isEmpty()).map(ContentHash::new),
                io.expunge.store.Operation.TRAINED,
                Optional.of(job.batchId()),
                result.provenance());
        ContentHash hash = workshop.put(result, lineage);
        ModelVersionPublished facts = result.facts();
        Served served = new Served(job.registrationId(), facts.getDocumentsRemoved(), Optional.of(told(facts)));
        return new Outcome.Produced(
                ModelVersionPublished.newBuilder(facts)
                        .setOperation(Operation.TRAINED)
                        .setContentHash(hash.hex())
                        .setLocation(workshop.store().location(hash).toString())
                        .setRequestCount(1)
                        .setRequestIds(List.of(job.registrationId()))
                        .build(),
                List.of(served));
    }

    private static Reason told(ModelVersionPublished facts) {
        List<String> classes = facts.getClassesRemoved();
        return new Reason(
                ReasonCode.HOLDS_FORGOTTEN_DATA,
                "Published without what this model was told to forget: " + facts.getDocumentsRemoved()
                        + " training documents"
                        + (classes.isEmpty() ? "" : ", the classes " + String.join(", ", classes))
                        + ".");
    }
}
