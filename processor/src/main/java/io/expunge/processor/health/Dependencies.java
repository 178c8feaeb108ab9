/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again and again whether what the service needs answers, each dependency on a thread of its own, so that who asks
 * for the service's health never waits. Thread-safe.
 */
public final class Dependencies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dependencies.class);

    private final Map<String, Dependency> dependencies;
    private final ScheduledExecutorService executor;

    private Dependencies(Map<String, Dependency> dependencies, ScheduledExecutorService executor) {
        this.dependencies = dependencies;
        this.executor = executor;
    }

    /**
     * Begins to ask.
     *
     * @param probes return when all is well and throw when it is not; by the dependency's name, in order
     * @param interval from the end of a question to the next
     * @param patience how long an answer may take
     */
    public static Dependencies watch(Map<String, Runnable> probes, Duration interval, Duration patience) {
        Map<String, Dependency> dependencies = new LinkedHashMap<>();
        probes.forEach((name, probe) -> dependencies.put(name, new Dependency(name, probe, patience)));
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(Math.max(1, probes.size()), task -> {
            Thread thread = new Thread(task, "expunge-health");
            thread.setDaemon(true);
            return thread;
        });
        dependencies
                .values()
                .forEach(dependency -> executor.scheduleWithFixedDelay(
                        dependency::ask, 0, interval.toMillis(), TimeUnit.MILLISECONDS));
        return new Dependencies(dependencies, executor);
    }

    List<HealthCheck> checks() {
        return dependencies.values().stream().map(Dependency::check).toList();
    }

    /** Names of what is watched. */
    public List<String> names() {
        return List.copyOf(dependencies.keySet());
    }

    /** Whether a dependency answered when it was asked last. */
    public boolean isUp(String name) {
        return Optional.ofNullable(dependencies.get(name))
                .filter(dependency -> dependency.check().passed())
                .isPresent();
    }

    /** Lets go; a question that nobody answers is interrupted. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** One of them. What was not asked yet did answer: the service would not have started without it. */
    private static final class Dependency {
        private final String name;
        private final Runnable probe;
        private final Duration patience;
        private volatile HealthCheck last;
        private volatile long askedAt = Long.MAX_VALUE;

        Dependency(String name, Runnable probe, Duration patience) {
            this.name = name;
            this.probe = probe;
            this.patience = patience;
            this.last = HealthCheck.passed(name, "answered at the start");
        }

        // Whatever a probe throws is an answer, and a task that throws is never asked again.
        void ask() {
            askedAt = System.nanoTime();
            HealthCheck answer;
            try {
                probe.run();
                answer = HealthCheck.passed(name, "answers");
            } catch (RuntimeException failed) {
                answer = HealthCheck.failed(name, String.valueOf(failed.getMessage()));
            }
            tell(answer);
            last = answer;
            askedAt = Long.MAX_VALUE;
        }

        private void tell(HealthCheck answer) {
            if (last.passed() && !answer.passed()) {
                LOG.warn("{} fails: {}", name, answer.detail());
            } else if (!last.passed() && answer.passed()) {
                LOG.info("{} answers again", name);
            }
        }

        HealthCheck check() {
            long asked = askedAt;
            long waited = asked == Long.MAX_VALUE ? 0 : System.nanoTime() - asked;
            return waited > patience.toNanos()
                    ? HealthCheck.failed(name, "has not answered for " + TimeUnit.NANOSECONDS.toSeconds(waited) + " s")
                    : last;
        }
    }
}
