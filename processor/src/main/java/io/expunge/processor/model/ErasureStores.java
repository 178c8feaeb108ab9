/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Typed access to what one task knows of artifacts that may have to go. The key of an artifact says its stage, and within
 * the stage in which order they are due, so that nobody ever reads more than what is due. Not thread-safe: one stream task
 * owns it.
 */
public final class ErasureStores {
    public static final String VERSIONS = "stored-versions";
    public static final String STATES = "erasures";
    public static final String PROTECTIONS = "protections";
    public static final Set<String> NAMES = Set.of(VERSIONS, STATES, PROTECTIONS);

    private static final char SEPARATOR = '\0';
    private static final String WHOLE_MODEL = "model";

    private final KeyValueStore<String, StoredVersion> versions;
    private final KeyValueStore<String, ErasureState> states;
    private final KeyValueStore<String, Protection> protections;

    /** Where an artifact stands; the order of its stage follows. */
    enum Stage {
        /** Nothing it could hold was forgotten later; by number. */
        CURRENT,
        /** It may hold what a later version forgot, and no verdict on that passed; by that version. */
        AWAITING,
        /** It may go once the checks of the version that forgot, which passed the gate, had time to look at it; by that one's time. */
        GATED,
        /** It may go; by the time of the verdict. */
        DUE,
        /** It may go but for a hold on it; by number. */
        HELD,
        /** The plan that is carried out names it; by number. */
        PLANNED
    }

    public ErasureStores(ModelStores.Lookup lookup) {
        this.versions = lookup.getStateStore(VERSIONS);
        this.states = lookup.getStateStore(STATES);
        this.protections = lookup.getStateStore(PROTECTIONS);
    }

    /** The stores a topology has to hold. */
    public static List<StoreBuilder<?>> builders() {
        return List.of(
                builder(VERSIONS, ErasureCodecs.STORED_VERSION.serde()),
                builder(STATES, ErasureCodecs.ERASURE_STATE.serde()),
                builder(PROTECTIONS, ErasureCodecs.PROTECTION.serde()));
    }

    private static <T> StoreBuilder<?> builder(String name, Serde<T> serde) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serde);
    }

    void put(String modelId, Stage stage, StoredVersion version) {
        versions.put(key(modelId, stage, version), version);
    }

    void move(String modelId, Stage from, StoredVersion before, Stage to, StoredVersion after) {
        versions.delete(key(modelId, from, before));
        put(modelId, to, after);
    }

    boolean contains(String modelId, Stage stage, StoredVersion version) {
        return versions.get(key(modelId, stage, version)) != null;
    }

    void delete(String modelId, Stage stage, StoredVersion version) {
        versions.delete(key(modelId, stage, version));
    }

    /** The first of a stage, in its order. */
    List<StoredVersion> of(String modelId, Stage stage, int limit) {
        List<StoredVersion> found = new ArrayList<>();
        String prefix = modelId + SEPARATOR + stage.name() + SEPARATOR;
        try (KeyValueIterator<String, StoredVersion> range = versions.prefixScan(prefix, new StringSerializer())) {
            while (range.hasNext() && found.size() < limit) {
                found.add(range.next().value);
            }
        }
        return found;
    }

    List<StoredVersion> of(String modelId, Stage stage) {
        return of(modelId, stage, Integer.MAX_VALUE);
    }

    /** The versions that await a verdict on a version of a range. */
    List<StoredVersion> awaiting(String modelId, long first, long last) {
        List<StoredVersion> found = new ArrayList<>();
        String prefix = modelId + SEPARATOR + Stage.AWAITING.name() + SEPARATOR;
        // What follows a number in a key sorts before this.
        try (KeyValueIterator<String, StoredVersion> range =
                versions.range(prefix + number(first), prefix + number(last) + '\uffff')) {
            range.forEachRemaining(entry -> found.add(entry.value));
        }
        return found;
    }

    ErasureState state(String modelId) {
        return Optional.ofNullable(states.get(modelId)).orElse(ErasureState.IDLE);
    }

    /** Whether anything was ever said of a model's purges; nothing was where the ledger is of an earlier release, or rebuilt. */
    boolean knowsState(String modelId) {
        return states.get(modelId) != null;
    }

    void putState(String modelId, ErasureState state) {
        states.put(modelId, state);
    }

    /** @param version its number, or empty for the model as a whole */
    Optional<Protection> protection(String modelId, boolean hold, Optional<Long> version) {
        return Optional.ofNullable(protections.get(key(modelId, hold, version)));
    }

    void protect(String modelId, Optional<Long> version, Protection protection) {
        protections.put(key(modelId, protection.hold(), version), protection);
    }

    void unprotect(String modelId, boolean hold, Optional<Long> version) {
        protections.delete(key(modelId, hold, version));
    }

    /** The stage that a key of the store of versions is of. */
    static Stage stage(String key) {
        String[] parts = key.split(String.valueOf(SEPARATOR), -1);
        return Stage.valueOf(parts[parts.length - 4]); // a model's id may hold a separator too
    }

    private static String key(String modelId, boolean hold, Optional<Long> version) {
        return join(
                modelId,
                hold ? "HOLD" : "PIN",
                version.map(ErasureStores::number).orElse(WHOLE_MODEL));
    }

    static String key(String modelId, Stage stage, StoredVersion version) {
        long order =
                switch (stage) {
                    case AWAITING -> version.inVersion();
                    case GATED -> version.since();
                    case DUE -> version.verifiedAt();
                    case CURRENT, HELD, PLANNED -> 0;
                };
        return join(modelId, stage.name(), number(order), number(version.version()), version.contentHash());
    }

    private static String join(String... parts) {
        return String.join(String.valueOf(SEPARATOR), parts);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%016x", value);
    }
}
