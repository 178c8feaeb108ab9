/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.schemas.AclAdministration;
import io.expunge.schemas.AclCatalogue;
import io.expunge.schemas.AclRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * This user may do what the service does. Without this a missing right would show as a topic that does not exist, or as a
 * processor that waits for ever.
 */
final class RightsCheck implements Check {
    static final String NAME = "rights";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        AclCatalogue rights = AclCatalogue.of(
                surroundings.catalogue(), surroundings.configuration().applicationId(), Optional.empty());
        List<String> missing = new AclAdministration(surroundings.admin()).missing(rights, AclRole.SERVICE);
        if (missing.isEmpty()) {
            return List.of(authorizer(surroundings));
        }
        List<Finding> findings = new ArrayList<>();
        for (String sentence : missing) {
            int colon = sentence.indexOf(": ");
            findings.add(Finding.error(
                    name(),
                    sentence.substring(0, colon),
                    sentence.substring(colon + 2),
                    "'expunge topics acls --service User:NAME' prints the rules that allow it; NAME is the user of"
                            + " sasl.jaas.config in --properties."));
        }
        return findings;
    }

    /** Rights on topics that do not exist yet show only when used. */
    private Finding authorizer(Surroundings surroundings) {
        return surroundings.thorough() && !surroundings.cluster().hasAuthorizer()
                ? Finding.ok(
                        name(),
                        "topics",
                        "the brokers have no authorizer: whoever reaches them may write every topic, commands and versions"
                                + " too.")
                : Finding.ok(
                        name(),
                        "topics",
                        "this user may do what the service does. Rights on topics that do not exist yet cannot be asked"
                                + " for.");
    }
}
