/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import java.util.ArrayList;
import java.util.List;

/** The health of one service. Answers from what is known, without waiting for anything. Thread-safe. */
public final class HealthSource {
    private final StreamsHealth streams;
    private final Dependencies dependencies;

    public HealthSource(StreamsHealth streams, Dependencies dependencies) {
        this.streams = streams;
        this.dependencies = dependencies;
    }

    /** Whether the process can go on; a supervisor starts one anew that cannot. */
    public Health live() {
        return new Health(List.of(streams.live()));
    }

    /** Whether it serves requests now: its partitions are assigned and restored, and what it needs answers. */
    public Health ready() {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(streams.ready());
        checks.addAll(dependencies.checks());
        return new Health(checks);
    }
}
