/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.check.Examination;
import io.expunge.processor.check.Finding;
import io.expunge.processor.check.Finding.Severity;
import io.expunge.processor.check.Surroundings;
import io.expunge.processor.cluster.ClusterView;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.store.ModelStore;
import io.expunge.store.StoreOwner;
import io.expunge.store.StoreOwnership;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be true before the first record is read. */
final class StartUpChecks {
    private static final Logger LOG = LoggerFactory.getLogger(StartUpChecks.class);

    private StartUpChecks() {}

    /**
     * Looks at everything, then makes the store this cluster's and throws away local state of another ledger.
     *
     * @throws StartUpException naming everything that is missing or wrong
     */
    static void require(ProcessorConfiguration configuration, SchemaRegistry registry, ModelStore store) {
        try (Admin admin = Admin.create(new HashMap<>(configuration.clientProperties()))) {
            List<Finding> findings =
                    Examination.of(new Surroundings(configuration, admin, registry, store, false), name -> {});
            findings.stream().filter(one -> one.severity() == Severity.WARNING).forEach(one -> LOG.warn("{}", one));
            List<String> errors = findings.stream()
                    .filter(one -> one.severity() == Severity.ERROR)
                    .map(Finding::toString)
                    .toList();
            if (!errors.isEmpty()) {
                throw new StartUpException(errors);
            }
            ClusterView cluster = new ClusterView(admin);
            claim(store.ownership(), new StoreOwner(cluster.clusterId(), configuration.topicPrefix()));
            if (new LocalState(configuration, cluster).discardForeign()) {
                LOG.warn("local state of another ledger was thrown away; it is made again from the changelogs");
            }
        }
    }

    /** The checks saw a store that was free or ours; whoever came first since then keeps it. */
    static void claim(StoreOwnership ownership, StoreOwner owner) {
        StoreOwner now = ownership.claim(owner);
        if (!now.equals(owner)) {
            throw new StartUpException(List.of("the model store belongs to " + now + " since a moment ago, not to "
                    + owner + ". Name the right one."));
        }
    }

    /** Once the service runs: notes whose copy the local state is. */
    static void noteLocalState(ProcessorConfiguration configuration) {
        try (Admin admin = Admin.create(new HashMap<>(configuration.clientProperties()))) {
            new LocalState(configuration, new ClusterView(admin)).writeNote();
        } catch (RuntimeException failed) {
            LOG.warn("it could not be noted whose copy the local state is: {}", failed.getMessage());
        }
    }
}
