/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.store.StoreOwner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The store belongs to these topics, and every running instance of the service uses the very same one. Instances tell the
 * brokers which store they use in their client ids.
 */
public final class SharedStoreCheck implements Check {
    private static final Pattern STORE_IN_CLIENT_ID = Pattern.compile("-store-([0-9a-f]{16})(?:-|$)");

    /** A client id that tells other instances which store this one uses. */
    public static String clientId(String base, String storeIdentity) {
        return base + "-store-" + storeIdentity;
    }

    @Override
    public String name() {
        return "shared-store";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        StoreOwner owner = new StoreOwner(
                surroundings.cluster().clusterId(), surroundings.configuration().topicPrefix());
        Optional<StoreOwner> other = surroundings.store().ownership().owner().filter(known -> !known.equals(owner));
        if (other.isPresent()) {
            return List.of(Finding.error(
                    name(),
                    "store",
                    "it belongs to " + other.get() + ", not to " + owner + ".",
                    "Name the right store. If those topics are gone for good, or these are their copy, take it over"
                            + " with 'expunge rebuild --adopt-store'."));
        }
        return instances(surroundings);
    }

    private List<Finding> instances(Surroundings surroundings) {
        String own = surroundings.store().ownership().identity();
        Set<String> stores =
                surroundings
                        .cluster()
                        .memberClientIds(surroundings.configuration().applicationId())
                        .stream()
                        .map(STORE_IN_CLIENT_ID::matcher)
                        .filter(Matcher::find)
                        .map(matcher -> matcher.group(1))
                        .collect(Collectors.toSet());
        if (stores.isEmpty()) {
            return List.of(Finding.ok(name(), "store", "no instance runs that could use another."));
        }
        return stores.stream().allMatch(own::equals)
                ? List.of(Finding.ok(name(), "store", "every running instance uses this one."))
                : List.of(Finding.error(
                        name(),
                        "store",
                        "a running instance of application '"
                                + surroundings.configuration().applicationId()
                                + "' uses another model store: each would announce what the other cannot find.",
                        "Give all instances the same shared store."));
    }
}
