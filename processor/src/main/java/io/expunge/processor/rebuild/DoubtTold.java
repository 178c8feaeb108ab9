/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.processor.command.Doubt;
import java.util.List;
import java.util.Optional;

/** What speaks against a head, as versions and verdicts tell it: failures since the last version that builds on none. */
final class DoubtTold {
    private DoubtTold() {}

    /** @param verdicts in their order */
    static Optional<Doubt> of(List<ModelVersionPublished> versions, List<UnlearningVerified> verdicts) {
        long base = versions.stream()
                .filter(version -> version.getOperation() != Operation.UNLEARNED)
                .mapToLong(ModelVersionPublished::getVersion)
                .max()
                .orElse(0);
        Optional<Doubt> doubt = Optional.empty();
        for (UnlearningVerified verdict : verdicts) {
            if (verdict.getVerdict() == Verdict.FAILED && verdict.getVersion() >= base) {
                Doubt found = Doubt.of(verdict);
                doubt = Optional.of(doubt.map(known -> known.and(found)).orElse(found));
            } else if (verdict.getVerdict() == Verdict.PASSED) {
                doubt = doubt.filter(known -> !known.isClearedBy(verdict, verdict.getCoversFromVersion(), false));
            }
        }
        return doubt;
    }
}
