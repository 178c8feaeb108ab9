/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ReasonCode;
import io.expunge.events.VerificationCheck;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.Reason;
import java.util.List;

/** The sentences people read in a status, in one place. */
public final class Reasons {
    private static final String ANOTHER_MODEL =
            "The model may still show it: register one that was trained without it, and ask again under a new request id.";

    private static final String ANOTHER_HEAD =
            "Register a model that was trained without it or roll back to a version that passed, then retry the request.";

    private Reasons() {}

    public static Reason unknownModel(String modelId) {
        return new Reason(
                ReasonCode.UNKNOWN_MODEL,
                "No model is called '" + modelId
                        + "'. Check the model id; a new model is made known by registering it. Then ask again under a new request id.");
    }

    static Reason unknownClass(String label, List<String> classes) {
        return new Reason(
                ReasonCode.UNKNOWN_CLASS,
                "The model has no class '" + label + "' and never removed one of that name. It knows: "
                        + String.join(", ", classes.subList(0, Math.min(30, classes.size())))
                        + (classes.size() > 30 ? " and " + (classes.size() - 30) + " more." : "."));
    }

    static Reason alreadyRemoved(String label, long version) {
        return new Reason(
                ReasonCode.ALREADY_SATISFIED,
                "Class '" + label + "' was removed before; version " + version + " does not hold it.");
    }

    static Reason tooFewClasses(String label, int left) {
        return new Reason(
                ReasonCode.TOO_FEW_CLASSES,
                "Removing class '" + label + "' would leave " + left
                        + " class; a classifier needs two. Retire the model instead.");
    }

    static Reason nothingHeld(long version) {
        return new Reason(ReasonCode.NOTHING_HELD, "Version " + version + " holds nothing of what the request names.");
    }

    static Reason waits(IntakeEntry entry) {
        return Reason.none(
                entry instanceof IntakeEntry.Request
                        ? "Taken in; waits for the next batch."
                        : "Taken in; waits to be admitted.");
    }

    static Reason waitsForResume() {
        return Reason.none("Taken in; the model is paused, so it waits until an operator resumes the model.");
    }

    static Reason retried(OperatorOrder order, boolean accepting) {
        return Reason.none("Put back into the queue" + (accepting ? ", its cost in accuracy accepted," : "")
                + " by operator " + said(order));
    }

    static Reason abandoned(OperatorOrder order) {
        return new Reason(ReasonCode.ABANDONED, "Abandoned by operator " + said(order));
    }

    private static String said(OperatorOrder order) {
        return order.operator() + (order.reason().isBlank() ? "." : ": " + order.reason());
    }

    static Reason takenInAgain() {
        return Reason.none("Taken in again: the processor's state was lost and rebuilt.");
    }

    static Reason lostContent(IntakeEntry entry) {
        return new Reason(
                ReasonCode.INTERNAL_ERROR,
                entry instanceof IntakeEntry.Request
                        ? "The processor's state was lost, and the request topic does not hold this request any more."
                                + " Send it again under a new request id."
                        : "The processor's state was lost, and the registration topic does not hold this registration"
                                + " any more. Register the artifact again.");
    }

    static Reason batched(int size) {
        return Reason.none("In a batch of " + size + (size == 1 ? " request." : " requests."));
    }

    static Reason applied(long version) {
        return Reason.none("Version " + version + " was made without it.");
    }

    static Reason admitted(long version) {
        return Reason.none("Published as version " + version + ".");
    }

    static Reason verified(long version) {
        return Reason.none("The certified checks of version " + version + " passed.");
    }

    /** Not all of them can always be made, and some are told only: neither is to look like a pass. */
    static Reason verifiedThoroughly(long version, List<VerificationCheck> checks) {
        long passed = checks.stream()
                .filter(check -> check.getOutcome() == CheckOutcome.PASSED)
                .count();
        return Reason.none(passed + " of " + checks.size() + " thorough checks of version " + version
                + " passed, and none that decides failed.");
    }

    /** @param again whether the model is trained again because of it */
    static Reason verificationFailed(long version, String checks, boolean again) {
        return new Reason(
                ReasonCode.VERIFICATION_FAILED,
                "Version " + version + " was published without it, but these checks failed: " + checks + "."
                        + (again ? " The model is trained again from zero; the verdict on that version decides." : ""));
    }

    /** @param notMade the checks that could not be made on the version that passed */
    static Reason mended(long failed, long version, List<String> notMade) {
        return Reason.none("Version " + failed + " was published without it and failed its checks; version " + version
                + (notMade.isEmpty()
                        ? " passed them."
                        : " passed its own. These could not be made on it: " + String.join(", ", notMade) + "."));
    }

    /** Of what failed and could not be looked at again: that other checks passed does not take it back. */
    static Reason notCheckedAgain(long failed, long version, List<String> notMade) {
        return new Reason(
                ReasonCode.VERIFICATION_FAILED,
                "Version " + failed + " was published without it and failed its checks; of these version " + version
                        + " did not pass, because they could not be made again: " + String.join(", ", notMade) + ". "
                        + ANOTHER_HEAD);
    }

    /** Of a head that was registered, which is not trained again: it was to take the place of one that failed. */
    static Reason notReplaced(long failed, long version, String checks) {
        return new Reason(
                ReasonCode.VERIFICATION_FAILED,
                "Version " + failed + " failed its checks, and version " + version
                        + ", registered in its place, failed these: " + checks + ". " + ANOTHER_MODEL);
    }

    static Reason notMended(long failed, long version, String checks) {
        return new Reason(
                ReasonCode.VERIFICATION_FAILED,
                "Version " + failed + " failed its checks, the model was trained again from zero, and version "
                        + version + " failed these: " + checks + ". " + ANOTHER_MODEL);
    }

    static Reason notRepaired(long failed, Reason why) {
        return new Reason(
                ReasonCode.VERIFICATION_FAILED,
                "Version " + failed + " failed its checks. " + why.detail() + " " + ANOTHER_MODEL);
    }

    static Reason repairHeld(long failed, Reason why) {
        return new Reason(
                ReasonCode.VERIFICATION_FAILED,
                "Version " + failed + " failed its checks. " + why.detail()
                        + " Put that right, then retry the request: the model is trained again from zero.");
    }

    static Reason retriedForRepair(OperatorOrder order) {
        return Reason.none("Waits for the verdict on the version that takes the place of its own; retried by operator "
                + said(order));
    }

    /** Of a head that failed its checks: what its data do not show its parameters may. */
    static Reason unsound(long version, Mending mending) {
        return new Reason(
                ReasonCode.VERIFICATION_FAILED,
                "Nothing of it stands in the data of version " + version + ", but the model failed its checks and "
                        + (mending.isBeyondRepair()
                                ? "could not be mended, so that nobody can say it is gone. " + ANOTHER_HEAD
                                : "no verdict has taken that back yet. Retry the request when one has, or when what keeps"
                                        + " the model from being trained again is put right."));
    }
}
