/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Doubt;
import io.expunge.processor.model.VerifiedWhen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What speaks against the versions of a model, as versions and verdicts tell it. Immutable. */
final class DoubtTold {
    private final List<UnlearningVerified> verdicts;

    /** What spoke against the version of each verdict before it was given. */
    private final List<Optional<Doubt>> before = new ArrayList<>();

    private final Optional<Doubt> left;

    /** @param verdicts in their order */
    DoubtTold(List<ModelVersionPublished> versions, List<UnlearningVerified> verdicts) {
        this.verdicts = List.copyOf(verdicts);
        TreeSet<Long> fresh = versions.stream()
                .filter(version -> version.getOperation() != Operation.UNLEARNED)
                .map(ModelVersionPublished::getVersion)
                .collect(Collectors.toCollection(TreeSet::new));
        Optional<Doubt> doubt = Optional.empty();
        for (UnlearningVerified verdict : verdicts) {
            doubt = doubt.filter(known -> concerns(known, verdict.getVersion(), fresh));
            before.add(doubt);
            doubt = after(doubt, verdict);
        }
        this.left = doubt.filter(known -> concerns(known, Long.MAX_VALUE, fresh));
    }

    /** What builds on none before it has none of their faults. */
    private static boolean concerns(Doubt doubt, long version, TreeSet<Long> fresh) {
        return Optional.ofNullable(fresh.floor(version))
                .filter(one -> one > doubt.version())
                .isEmpty();
    }

    private static Optional<Doubt> after(Optional<Doubt> before, UnlearningVerified verdict) {
        return switch (verdict.getVerdict()) {
            case FAILED -> {
                Doubt found = Doubt.of(verdict);
                yield Optional.of(before.map(known -> known.and(found)).orElse(found));
            }
            case PASSED -> before.filter(known -> !known.isClearedBy(verdict, verdict.getCoversFromVersion(), false));
            case UNKNOWN -> before;
        };
    }

    /** What speaks against the head: failures since the last version that builds on none, which no verdict has cleared. */
    Optional<Doubt> left() {
        return left;
    }

    /**
     * The first verdict, if there is one, that passed on a version, since thorough checks last took back any before it.
     *
     * @param decides whose verdict counts
     */
    Optional<UnlearningVerified> passed(long version, VerifiedWhen decides) {
        Optional<UnlearningVerified> passed = Optional.empty();
        for (UnlearningVerified verdict : verdicts) {
            if (!covers(verdict, version)) {
                continue;
            }
            boolean thorough = verdict.getStage() != VerificationStage.PUBLICATION;
            boolean counts = thorough || decides != VerifiedWhen.DEEP;
            if (verdict.getVerdict() == Verdict.PASSED && counts && passed.isEmpty()) {
                passed = Optional.of(verdict);
            } else if (verdict.getVerdict() == Verdict.FAILED && thorough) {
                passed = Optional.empty();
            }
        }
        return passed;
    }

    /**
     * Whether a version counts as one that failed. That a later version passes in its place does not change that, nor does a
     * verdict on it without the checks that failed.
     */
    boolean failed(long version) {
        boolean failed = false;
        for (int i = 0; i < verdicts.size(); i++) {
            UnlearningVerified verdict = verdicts.get(i);
            if (covers(verdict, version) && verdict.getVerdict() == Verdict.FAILED) {
                failed = true;
            } else if (verdict.getVersion() == version && verdict.getVerdict() == Verdict.PASSED) {
                failed &= before.get(i).filter(doubt -> doubt.outlives(verdict)).isPresent();
            }
        }
        return failed;
    }

    private static boolean covers(UnlearningVerified verdict, long version) {
        return version >= verdict.getCoversFromVersion() && version <= verdict.getVersion();
    }
}
