/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ReasonCode;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.Reason;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.features.EmptyVocabularyException;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.method.TooFewClassesException;
import java.util.function.Supplier;

/** Why a state of a model that is in the store cannot become a version again. Stateless. */
final class Refusals {
    private Refusals() {}

    /**
     * What the work comes to; what speaks against it is told, not thrown.
     *
     * @param what the beginning of a sentence that says what cannot be done
     * @param missing how that sentence goes on where a file is not in the store
     * @throws ModelStoreException.StoreUnavailable if the store does not answer, which speaks against nothing
     */
    static Outcome of(String what, String missing, Supplier<Outcome> work) {
        try {
            return work.get();
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException.ArtifactMissing gone) {
            return refused(what, ReasonCode.ARTIFACT_MISSING, missing + " (" + gone.getMessage() + ")");
        } catch (ModelStoreException damaged) {
            return refused(what, ReasonCode.ARTIFACT_CORRUPT, damaged);
        } catch (TooFewClassesException few) {
            return refused(what, ReasonCode.TOO_FEW_CLASSES, "without what was to be forgotten, " + few.getMessage());
        } catch (EmptyVocabularyException empty) {
            return refused(what, ReasonCode.EMPTY_VOCABULARY, empty);
        } catch (NotReleasedException withheld) {
            return refused(what, withheld.reason().code(), withheld.reason().detail());
        } catch (NotConvergedException stuck) {
            return refused(what, ReasonCode.NOT_CONVERGED, stuck);
        } catch (VerificationFailedException breach) {
            return refused(what, ReasonCode.VERIFICATION_FAILED, breach);
        }
    }

    private static Outcome refused(String what, ReasonCode code, Exception why) {
        return refused(what, code, String.valueOf(why.getMessage()));
    }

    private static Outcome refused(String what, ReasonCode code, String detail) {
        return new Outcome.Refused(new Reason(code, what + ": " + detail + "."));
    }
}
