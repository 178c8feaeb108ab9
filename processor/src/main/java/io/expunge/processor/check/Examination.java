/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.check.Finding.Severity;
import io.expunge.schemas.SchemaRegistryException;
import io.expunge.schemas.TopicAdministrationException;
import io.expunge.store.ModelStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** Runs all checks and gathers what they find, so that everything wrong is said at once. */
public final class Examination {
    private static final List<Check> CHECKS = List.of(
            new BrokerCheck(),
            new RightsCheck(),
            new TopicCheck(),
            new RetentionCheck(),
            new RegistryCheck(),
            new StoreCheck(),
            new SharedStoreCheck(),
            new SigningKeyCheck(),
            new NoiseSecretCheck(),
            new LedgerCheck(),
            new HeadCheck(),
            new PurgeCheck(),
            new AuditCheck());

    private Examination() {}

    /**
     * Looks at everything. What a check cannot look at is a finding too.
     *
     * @param progress told the name of each check before it starts
     */
    public static List<Finding> of(Surroundings surroundings, Consumer<String> progress) {
        List<Finding> findings = new ArrayList<>();
        boolean ask = true;
        for (Check check : CHECKS) {
            if (check.needsBrokers() && !ask) {
                continue;
            }
            progress.accept(check.name());
            List<Finding> found = examine(check, surroundings);
            findings.addAll(found);
            ask &= found.stream().noneMatch(Examination::closes);
        }
        return List.copyOf(findings);
    }

    /** Who is not answered, or not allowed, would only be told of things that are missing. */
    private static boolean closes(Finding finding) {
        return finding.on().equals(BrokerCheck.UNREACHABLE)
                || (finding.check().equals(RightsCheck.NAME) && finding.severity() == Severity.ERROR);
    }

    /** Whether the brokers answered at all. */
    public static boolean brokersAnswer(List<Finding> findings) {
        return findings.stream().noneMatch(one -> one.on().equals(BrokerCheck.UNREACHABLE));
    }

    private static List<Finding> examine(Check check, Surroundings surroundings) {
        try {
            return check.examine(surroundings);
        } catch (TopicAdministrationException | SchemaRegistryException | ModelStoreException | KafkaException failed) {
            return List.of(
                    new Finding(check.name(), Severity.ERROR, check.name(), String.valueOf(failed.getMessage()), ""));
        }
    }
}
