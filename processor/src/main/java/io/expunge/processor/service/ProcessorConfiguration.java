/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.health.MonitoringSettings;
import io.expunge.processor.intake.IntakeSettings;
import io.expunge.processor.job.ErasedPolicy;
import io.expunge.processor.job.PoolSettings;
import io.expunge.processor.job.PreparationSettings;
import io.expunge.processor.job.UnlearningOptions;
import io.expunge.processor.model.ModelPolicy;
import io.expunge.processor.model.PurgePolicy;
import io.expunge.processor.model.VerifiedWhen;
import io.expunge.processor.verification.VerificationPolicy;
import io.expunge.schemas.SensitiveSettings;
import io.expunge.unlearning.method.Solver;
import io.expunge.unlearning.method.UnlearningMethod;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.verify.RetainedAccuracyGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything that can be configured, typed and checked. The file {@code expunge-reference.properties} beside this class
 * documents every key and holds its default.
 *
 * @param purge when versions that hold forgotten data are erased
 * @param monitoring metrics and health
 * @param audit how audit chains are signed
 * @param stopPatience how long a stop waits for running jobs
 * @param objectStore how the object store is reached, where the model store is in one
 * @param clientProperties what goes to the Kafka clients as it is
 * @param registryProperties what goes to the registry client as it is
 */
public record ProcessorConfiguration(
        String applicationId,
        String topicPrefix,
        int modelPartitions,
        Path stateDirectory,
        int streamThreads,
        int commitIntervalMillis,
        int replicationFactor,
        int standbyReplicas,
        UnlearningOptions unlearning,
        int maximumBatchSize,
        int lingerMillis,
        int statusSlice,
        PurgePolicy purge,
        int jobParallelism,
        PoolSettings pool,
        PreparationSettings preparation,
        VerificationPolicy verification,
        VerifiedWhen verifiedWhen,
        IndistinguishabilitySettings indistinguishability,
        IntakeSettings intake,
        Duration registryPatience,
        MonitoringSettings monitoring,
        AuditSettings audit,
        Duration stopPatience,
        ObjectStoreSettings objectStore,
        SortedMap<String, String> clientProperties,
        SortedMap<String, String> registryProperties) {

    private static final String PREFIX = "expunge.";
    private static final String REGISTRY_PREFIX = "schema.registry.";
    private static final String REFERENCE = "/io/expunge/processor/expunge-reference.properties";

    /** The defaults. */
    public static ProcessorConfiguration defaults() {
        return of(Map.of());
    }

    /**
     * Defaults with changes.
     *
     * @throws ConfigurationException naming the first key that is unknown or whose value is wrong
     */
    public static ProcessorConfiguration of(Map<String, String> changes) {
        Map<String, String> values = reference();
        SortedMap<String, String> clients = new TreeMap<>();
        SortedMap<String, String> registry = new TreeMap<>();
        changes.forEach((key, value) -> {
            if (key.startsWith(REGISTRY_PREFIX)) {
                registry.put(key, value);
            } else if (!key.startsWith(PREFIX)) {
                clients.put(key, value);
            } else if (values.replace(key, value) == null) {
                throw new ConfigurationException(
                        "there is no setting " + key + "; the known ones are " + String.join(", ", values.keySet()));
            }
        });
        return read(new SettingsReader(values), clients, registry);
    }

    private static ProcessorConfiguration read(
            SettingsReader in, SortedMap<String, String> clients, SortedMap<String, String> registry) {
        UnlearningOptions unlearning = unlearning(in);
        VerifiedWhen verifiedWhen = in.choice("expunge.verified-when", VerifiedWhen.class);
        return new ProcessorConfiguration(
                in.text("expunge.application-id"),
                in.text("expunge.topic-prefix"),
                in.positive("expunge.model-partitions"),
                Path.of(in.text("expunge.state-directory")),
                in.positive("expunge.stream-threads"),
                in.positive("expunge.commit-interval-ms"),
                in.positive("expunge.replication-factor"),
                in.notNegative("expunge.standby-replicas"),
                unlearning,
                in.positive("expunge.batch.maximum-size"),
                in.notNegative("expunge.batch.linger-ms"),
                in.positive("expunge.batch.status-slice"),
                purge(in),
                in.positive("expunge.job.parallelism"),
                pool(in),
                new PreparationSettings(
                        in.flag("expunge.prepared.enabled"),
                        in.positive("expunge.prepared.maximum-classes"),
                        in.notNegativeLong("expunge.prepared.disk-bytes")),
                new VerificationPolicy(
                        in.flag("expunge.verification.deep") || verifiedWhen == VerifiedWhen.DEEP,
                        1000L * in.notNegative("expunge.verification.period-seconds")),
                verifiedWhen,
                IndistinguishabilitySettings.read(in, unlearning.vectoriser()),
                new IntakeSettings(
                        in.positive("expunge.intake.maximum-record-bytes"),
                        in.positive("expunge.intake.maximum-ids"),
                        in.positive("expunge.intake.maximum-text-length"),
                        methodNames()),
                Duration.ofSeconds(in.positive("expunge.intake.registry-patience-seconds")),
                new MonitoringSettings(
                        in.text("expunge.http.address"),
                        in.portOrOff("expunge.http.port"),
                        in.notNegative("expunge.metrics.maximum-models")),
                audit(in),
                Duration.ofSeconds(in.notNegative("expunge.stop.job-seconds")),
                ObjectStoreSettings.read(in),
                clients,
                registry);
    }

    private static AuditSettings audit(SettingsReader in) {
        String key = in.text("expunge.audit.signing-key");
        return new AuditSettings(
                key.equals("store") ? Optional.empty() : Optional.of(Path.of(key)),
                in.positive("expunge.audit.checkpoint-every"));
    }

    private static UnlearningOptions unlearning(SettingsReader in) {
        String method = in.text("expunge.method");
        if (UnlearningMethods.byName(method).isEmpty()) {
            throw new ConfigurationException(
                    "setting expunge.method is '" + method + "'; there is " + String.join(", ", methodNames()));
        }
        return new UnlearningOptions(
                method,
                in.positiveDecimal("expunge.relative-bound"),
                in.positive("expunge.maximum-passes"),
                in.choice("expunge.vectoriser", VectoriserPolicy.class),
                in.choice("expunge.solver", Solver.class),
                in.choice("expunge.registration.erased", ErasedPolicy.class),
                in.properShareOrOff("expunge.guard.floor").stream()
                        .mapToObj(RetainedAccuracyGuard.standard()::withFloor)
                        .findFirst());
    }

    private static Set<String> methodNames() {
        return UnlearningMethods.all().stream()
                .map(UnlearningMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static PurgePolicy purge(SettingsReader in) {
        return new PurgePolicy(
                in.choice("expunge.purge.policy", PurgePolicy.Mode.class),
                Duration.ofSeconds(in.notNegative("expunge.purge.grace-seconds"))
                        .toMillis(),
                Duration.ofSeconds(in.positive("expunge.purge.maximum-wait-seconds"))
                        .toMillis(),
                Duration.ofSeconds(in.notNegative("expunge.purge.attack-window-seconds"))
                        .toMillis(),
                Duration.ofSeconds(in.positive("expunge.purge.orphan-seconds")).toMillis());
    }

    private static PoolSettings pool(SettingsReader in) {
        double share = in.share("expunge.job.memory-fraction");
        return new PoolSettings(
                in.positive("expunge.job.threads"),
                (long) (share * Runtime.getRuntime().maxMemory()),
                Duration.ofSeconds(in.positive("expunge.job.deadline-seconds")),
                Duration.ofMillis(in.positive("expunge.job.retry-ms")));
    }

    private static Map<String, String> reference() {
        Properties properties = new Properties();
        try (InputStream in = ProcessorConfiguration.class.getResourceAsStream(REFERENCE)) {
            if (in == null) {
                throw new ConfigurationException("the reference configuration is missing from the class path");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ConfigurationException("the reference configuration cannot be read: " + e.getMessage());
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    /** How batches are made. */
    public ModelPolicy policy() {
        return new ModelPolicy(
                maximumBatchSize,
                lingerMillis,
                unlearning.method(),
                unlearning.toProperties(),
                statusSlice,
                verifiedWhen,
                verification.isThorough(),
                verification.deep() ? purge : purge.withoutAttacks(),
                indistinguishability.policy());
    }

    /** Without the values of passwords, tokens and logins. */
    @Override
    public String toString() {
        return "ProcessorConfiguration[applicationId=" + applicationId + ", topicPrefix=" + topicPrefix
                + ", stateDirectory=" + stateDirectory + ", clients " + SensitiveSettings.text(clientProperties)
                + ", registry " + SensitiveSettings.text(registryProperties) + "]";
    }
}
