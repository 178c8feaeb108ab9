/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.cluster.LedgerTopics;
import io.expunge.processor.cluster.TopicContent;
import io.expunge.processor.cluster.TopicScan;
import io.expunge.processor.model.ModelStores;
import io.expunge.processor.rebuild.PendingSeeds;
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
        LedgerTopics ledger = new LedgerTopics(surroundings.configuration().applicationId());
        try (TopicScan scan = new TopicScan(surroundings.clients())) {
            TopicContent models = content(surroundings, scan, ledger.models());
            return List.of(
                    models == TopicContent.NOTHING
                            ? empty(surroundings, scan, ledger)
                            : present(surroundings, scan, ledger, models));
        }
    }

    private Finding empty(Surroundings surroundings, TopicScan scan, LedgerTopics ledger) {
        String versions = surroundings.topics().modelVersions();
        if (content(surroundings, scan, versions) == TopicContent.NOTHING) {
            return Finding.ok(name(), ledger.models(), "empty, as no version was published yet.");
        }
        return rebuilt(surroundings, scan)
                ? Finding.ok(name(), ledger.models(), "a rebuild is finished; the next start takes it in.")
                : Finding.error(
                        name(),
                        versions,
                        "it holds published versions, but the ledger of application '" + ledger.applicationId()
                                + "' (topic " + ledger.models() + ") is empty: starting anew would announce"
                                + " versions twice.",
                        "If another expunge.application-id published them, start with that one. If the state"
                                + " was lost, run 'expunge rebuild' with the same options.");
    }

    private Finding present(Surroundings surroundings, TopicScan scan, LedgerTopics ledger, TopicContent models) {
        String requests = ledger.changelog(ModelStores.REQUESTS);
        if (models == TopicContent.UNDECIDED || content(surroundings, scan, requests) != TopicContent.NOTHING) {
            return Finding.ok(name(), ledger.models(), "it is there.");
        }
        return rebuilt(surroundings, scan) // a model's standing is planted before its requests
                ? Finding.ok(name(), ledger.models(), "a rebuild is being taken in; the next start goes on with it.")
                : Finding.error(
                        name(),
                        requests,
                        "it is empty, though the ledger knows models: a part of the ledger is lost, and requests that"
                                + " are read again would be applied twice.",
                        "Run 'expunge rebuild --discard-ledger' with the same options.");
    }

    private static TopicContent content(Surroundings surroundings, TopicScan scan, String topic) {
        return TopicContent.of(topic, new TopicAdministration(surroundings.admin()), scan);
    }

    private static boolean rebuilt(Surroundings surroundings, TopicScan scan) {
        return PendingSeeds.exist(
                scan,
                surroundings.topics().commands(),
                surroundings.cluster().committed(surroundings.configuration().applicationId()));
    }
}
