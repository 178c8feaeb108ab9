/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ReasonCode;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.Reason;
import io.expunge.store.ContentHash;
import io.expunge.store.Lineage;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.EmptyVocabularyException;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.method.TooFewClassesException;

/**
 * One batch, in order: read the base, resolve the forget set, unlearn and verify, put, draft the event. Nothing is put
 * that did not pass, and nothing is announced that was not put.
 */
final class UnlearningJob {
    private final VersionWorkshop workshop;
    private final JobSpecification.Unlearning job;
    private final ProgressMonitor monitor;

    UnlearningJob(VersionWorkshop workshop, JobSpecification.Unlearning job, ProgressMonitor monitor) {
        this.workshop = workshop;
        this.job = job;
        this.monitor = monitor;
    }

    Outcome run() {
        LoadedBase base = workshop.bases().open(job.baseHash());
        ForgetSetResolution resolution = ForgetSetResolution.of(base.model(), job.requests());
        if (resolution.isEmpty()) {
            // No artifact will show them, and the ledger alone can be lost.
            workshop.store().remembered().add(job.modelId(), resolution.deletions());
            return new Outcome.NothingToDo(resolution.served());
        }
        try {
            return put(base, resolution);
        } catch (TooFewClassesException few) {
            return failed(ReasonCode.TOO_FEW_CLASSES, "Not done: " + few.getMessage() + ".");
        } catch (EmptyVocabularyException empty) {
            return failed(ReasonCode.EMPTY_VOCABULARY, String.valueOf(empty.getMessage()));
        } catch (NotReleasedException withheld) {
            return failed(
                    withheld.reason().code(),
                    "Not released: " + withheld.reason().detail() + ".");
        } catch (NotConvergedException stuck) {
            return failed(ReasonCode.NOT_CONVERGED, String.valueOf(stuck.getMessage()));
        } catch (VerificationFailedException breach) {
            return failed(ReasonCode.VERIFICATION_FAILED, String.valueOf(breach.getMessage()));
        } catch (AccuracyLossException costly) {
            return failed(ReasonCode.ACCURACY_LOSS, "Not released: " + costly.getMessage() + " " + remedy());
        }
    }

    private Outcome put(LoadedBase base, ForgetSetResolution resolution) {
        RemovalResult result = workshop.remove(
                base, job, job.method(), loss(), resolution, Publication.requests(resolution.served()), monitor);
        Lineage lineage = Publication.lineage(job, result.provenance());
        ContentHash hash = workshop.put(result, lineage);
        return Publication.outcome(workshop.store(), job, result.facts(), hash, resolution.served());
    }

    private AccuracyLoss loss() {
        return job.lossAcceptedBy()
                .<AccuracyLoss>map(AccuracyLoss.Accepted::new)
                .orElseGet(AccuracyLoss.Undecided::new);
    }

    /** A batch of several is halved before anybody is told, so there is one request to name. */
    private String remedy() {
        return "If that is to be, accept it: expunge retry --model " + quoted(job.modelId())
                + " --accept-accuracy-loss --operator NAME --reason WHY "
                + job.requests().get(0).requestId();
    }

    /** As a shell takes it: the id of a model may be any line of text. */
    private static String quoted(String text) {
        return text.matches("\\w[\\w.:/-]*") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static Outcome failed(ReasonCode code, String detail) {
        return new Outcome.Failed(new Reason(code, detail));
    }
}
