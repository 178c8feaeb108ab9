/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.model.ModelStores;
import io.expunge.processor.rebuild.LedgerTopics;
import io.expunge.processor.rebuild.PendingSeeds;
import io.expunge.processor.rebuild.TopicScan;
import io.expunge.schemas.TopicAdministration;
import java.util.List;

/**
 * A ledger that is empty while versions were published is a lost one: going on would number versions again from 1 and
 * forget which deletions were honoured.
 */
final class LedgerCheck implements Check {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        String application = surroundings.configuration().applicationId();
        LedgerTopics ledger = new LedgerTopics(application);
        TopicAdministration topics = new TopicAdministration(surroundings.admin());
        String versions = surroundings.topics().modelVersions();
        if (topics.holdsRecords(ledger.models())) {
            return List.of(whole(ledger, topics));
        }
        if (!topics.holdsRecords(versions)) {
            return List.of(Finding.ok(name(), ledger.models(), "empty, as no version was published yet."));
        }
        return List.of(
                rebuilt(surroundings)
                        ? Finding.ok(name(), ledger.models(), "a rebuild is finished; the next start takes it in.")
                        : Finding.error(
                                name(),
                                versions,
                                "it holds published versions, but the ledger of application '" + application
                                        + "' (topic " + ledger.models() + ") is empty: starting anew would announce"
                                        + " versions twice.",
                                "If another expunge.application-id published them, start with that one. If the state"
                                        + " was lost, run 'expunge rebuild' with the same options."));
    }

    private Finding whole(LedgerTopics ledger, TopicAdministration topics) {
        String requests = ledger.changelog(ModelStores.REQUESTS);
        return topics.holdsRecords(requests)
                ? Finding.ok(name(), ledger.models(), "it is there.")
                : Finding.error(
                        name(),
                        requests,
                        "it is empty, though the ledger knows models: a part of the ledger is lost, and requests that"
                                + " are read again would be applied twice.",
                        "Run 'expunge rebuild --discard-ledger' with the same options.");
    }

    private static boolean rebuilt(Surroundings surroundings) {
        try (TopicScan scan = new TopicScan(surroundings.clients())) {
            return PendingSeeds.exist(
                    scan,
                    surroundings.topics().commands(),
                    surroundings
                            .cluster()
                            .committed(surroundings.configuration().applicationId()));
        }
    }
}
