/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.SubjectFinding;
import java.util.List;

/** The registry answers, holds this release's contracts, and keeps their successors compatible. */
final class RegistryCheck implements Check {
    @Override
    public String name() {
        return "registry";
    }

    @Override
    public boolean needsBrokers() {
        return false;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        List<SubjectFinding> found = new SubjectAdministration(surroundings.registry()).check(surroundings.catalogue());
        if (found.isEmpty()) {
            return List.of(Finding.ok(name(), "subjects", "all contracts are registered and kept compatible."));
        }
        return found.stream()
                .map(one -> new Finding(
                        name(),
                        one.problem() == SubjectFinding.Problem.COMPATIBILITY_LEVEL
                                ? Finding.Severity.WARNING
                                : Finding.Severity.ERROR,
                        one.subject(),
                        one.what(),
                        one.remedy()))
                .toList();
    }
}
