/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.processor.cluster.ClusterView;
import io.expunge.processor.cluster.LedgerTopics;
import io.expunge.processor.cluster.TopicContent;
import io.expunge.processor.cluster.TopicScan;
import io.expunge.processor.service.LocalState;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.service.StreamsSettings;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicAdministrationException;
import io.expunge.schemas.Topics;
import io.expunge.store.ModelStore;
import io.expunge.store.StoreOwner;
import io.expunge.unlearning.ProgressMonitor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes a lost ledger again: reads the output topics and the store, plans, and writes the plan's seeds to the commands
 * topic, from where the service plants them at its next start. Never touches a ledger that lives. Not thread-safe.
 */
public final class LedgerRebuild implements AutoCloseable {
    private static final int LONGEST_TRANSACTION_MILLIS = 900_000;

    private final ProcessorConfiguration configuration;
    private final SchemaRegistry registry;
    private final ModelStore store;
    private final Options options;
    private final ProgressMonitor progress;
    private final Topics topics;
    private final LedgerTopics ledger;
    private final Map<String, Object> clients;
    private final Admin admin;
    private final ClusterView cluster;

    /**
     * What an operator has decided.
     *
     * @param discardLedger throw away what is left of the ledger
     * @param giveUpLost end open requests that the request topic does not hold any more as FAILED
     * @param adoptStore take over a store that belongs to another cluster or prefix
     */
    public record Options(boolean discardLedger, boolean giveUpLost, boolean adoptStore) {}

    public LedgerRebuild(
            ProcessorConfiguration configuration,
            SchemaRegistry registry,
            ModelStore store,
            Options options,
            ProgressMonitor progress) {
        this.configuration = configuration;
        this.registry = registry;
        this.store = store;
        this.options = options;
        this.progress = progress;
        this.topics = new Topics(configuration.topicPrefix());
        this.ledger = new LedgerTopics(configuration.applicationId());
        this.clients = new HashMap<>(configuration.clientProperties());
        this.admin = Admin.create(clients);
        this.cluster = new ClusterView(admin);
    }

    /**
     * Looks at everything and changes nothing.
     *
     * @throws RebuildException naming everything that is in the way
     */
    public RebuildPlan plan() {
        EventSchemas schemas = EventSchemas.prepare(registry, topics);
        try (TopicScan scan = new TopicScan(clients)) {
            List<String> obstacles = new ArrayList<>(obstacles(scan));
            if (!obstacles.isEmpty()) {
                throw new RebuildException(obstacles);
            }
            Map<TopicPartition, Long> ends = ends(scan);
            EvidenceReader reader = new EvidenceReader(schemas, scan, progress);
            Evidence evidence = reader.outputs();
            RebuildPlan plan = RebuildPlan.of(
                    evidence,
                    store,
                    evidence.hasOpenRequests() ? reader.intake() : Map.of(),
                    configuration.verifiedWhen());
            obstacles.addAll(plan.problems());
            if (!options.giveUpLost() && !plan.lost().isEmpty()) {
                obstacles.add(lost(plan));
            }
            if (!obstacles.isEmpty()) {
                throw new RebuildException(obstacles);
            }
            return plan.withEnds(ends);
        }
    }

    private static String lost(RebuildPlan plan) {
        List<String> shown = plan.lost().subList(0, Math.min(10, plan.lost().size()));
        return plan.lost().size() + " open requests are not on the request topic any more (" + String.join(", ", shown)
                + (shown.size() < plan.lost().size() ? ", ..." : "")
                + "); with --fail-lost they end as FAILED, and their requesters have to send them again";
    }

    private List<String> obstacles(TopicScan scan) {
        List<String> obstacles = new ArrayList<>();
        int members = cluster.members(configuration.applicationId());
        if (members > 0) {
            obstacles.add("application '" + configuration.applicationId() + "' runs (" + members
                    + " members); stop every instance first");
        }
        if (!options.discardLedger() && content(scan, ledger.models()) != TopicContent.NOTHING) {
            obstacles.add("the ledger of application '" + configuration.applicationId() + "' (topic " + ledger.models()
                    + ") is not empty: start the service. Only if what is left of it is damaged, use --discard-ledger");
        } else if (!options.discardLedger()
                && PendingSeeds.exist(scan, topics.commands(), cluster.committed(configuration.applicationId()))) {
            obstacles.add("a finished rebuild waits for the service: start it");
        }
        if (content(scan, topics.requestStatus()) == TopicContent.NOTHING) {
            obstacles.add("topic " + topics.requestStatus() + " is empty: there is nothing to rebuild from");
        }
        StoreOwner owner = owner();
        store.ownership()
                .owner()
                .filter(other -> !other.equals(owner) && !options.adoptStore())
                .ifPresent(other -> obstacles.add("the model store belongs to " + other + ", not to " + owner
                        + "; name the right one with --store, or take this one over with --adopt-store"));
        return obstacles;
    }

    private TopicContent content(TopicScan scan, String topic) {
        return TopicContent.of(topic, new TopicAdministration(admin), scan);
    }

    private StoreOwner owner() {
        return new StoreOwner(cluster.clusterId(), configuration.topicPrefix());
    }

    /**
     * Carries a plan out in one transaction. It starts with the group's offsets, which the brokers refuse while an instance
     * runs, and for whose end an instance that starts has to wait. Then members and topics are looked at again. Only then
     * goes what is left of the old ledger, and the seeds are written. Breaking off before that leaves everything as it was;
     * breaking off after it leaves an empty ledger, which can be rebuilt again.
     *
     * @throws RebuildException if an instance was started since the plan was made, or something was written
     */
    public void execute(RebuildPlan plan) {
        try (TopicScan scan = new TopicScan(clients)) {
            new SeedWriter(configuration.applicationId(), topics.commands(), clients, longestTransaction())
                    .write(
                            plan.seeds(),
                            () -> offsets(scan, plan),
                            () -> makeRoom(scan, plan),
                            Clock.systemUTC().millis(),
                            progress);
        } catch (org.apache.kafka.clients.consumer.CommitFailedException joined) {
            throw started();
        } catch (KafkaException failed) {
            throw new TopicAdministrationException(
                    "could not write the seeds: " + failed.getMessage() + ". Nothing was written; run this again.",
                    failed);
        }
    }

    private RebuildException started() {
        return new RebuildException(List.of("an instance of application '" + configuration.applicationId()
                + "' was started meanwhile; stop it and run this again"));
    }

    private void makeRoom(TopicScan scan, RebuildPlan plan) {
        if (cluster.members(configuration.applicationId()) > 0) {
            throw started();
        }
        if (!ends(scan).equals(plan.ends())) {
            throw new RebuildException(List.of(
                    "the output topics went on since the plan was made: an instance ran, or a transaction that it had"
                            + " left open ended; run this again"));
        }
        store.ownership().transfer(owner());
        discardRemains();
    }

    /** Where the topics end that a ledger in use writes to. */
    private Map<TopicPartition, Long> ends(TopicScan scan) {
        Map<TopicPartition, Long> ends = new HashMap<>(scan.ends(topics.modelVersions()));
        ends.putAll(scan.ends(topics.requestStatus()));
        ends.putAll(scan.ends(topics.audit()));
        return ends;
    }

    private void discardRemains() {
        Set<String> existing = cluster.topicNames();
        List<String> remains = new ArrayList<>(ledger.changelogs());
        remains.add(ledger.repartition());
        remains.retainAll(existing);
        cluster.delete(remains);
        new LocalState(configuration, cluster).discard();
    }

    /** Where the service goes on: requests from the beginning, the rest where something is left to do. */
    private Map<TopicPartition, Long> offsets(TopicScan scan, RebuildPlan plan) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        offsets.putAll(scan.beginnings(topics.deletionRequests()));
        offsets.putAll(scan.beginnings(topics.modelRegistrations()));
        offsets.putAll(scan.ends(topics.commands()));
        scan.ends(topics.modelVersions())
                .forEach((partition, end) ->
                        offsets.put(partition, plan.versionsFrom().getOrDefault(partition.partition(), end)));
        scan.ends(topics.verifications())
                .forEach((partition, end) ->
                        offsets.put(partition, plan.verdictsFrom().getOrDefault(partition.partition(), end)));
        return offsets;
    }

    /** As long as the brokers allow; where they do not say, as long as the service's own. */
    private int longestTransaction() {
        try {
            String allowed = cluster.brokerSettings().getOrDefault("transaction.max.timeout.ms", "");
            return allowed.matches("\\d{1,9}")
                    ? Math.min(Integer.parseInt(allowed), LONGEST_TRANSACTION_MILLIS)
                    : StreamsSettings.TRANSACTION_TIMEOUT_MILLIS;
        } catch (TopicAdministrationException forbidden) {
            return StreamsSettings.TRANSACTION_TIMEOUT_MILLIS;
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
