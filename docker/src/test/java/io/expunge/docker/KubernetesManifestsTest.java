/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.service.ProcessorConfiguration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The manifests against the types of the Kubernetes API, which are generated from its OpenAPI schema: a field that the API
 * does not know, or of another type, fails. Then what no schema sees: that names, ports, volumes and settings fit together.
 */
class KubernetesManifestsTest {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
            "v1/Service", Service.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "batch/v1/Job", Job.class);
    private static final List<HasMetadata> MANIFESTS = Stream.of("kubernetes/topics.yaml", "kubernetes/expunge.yaml")
            .flatMap(file -> Documents.yaml(file).stream())
            .map(KubernetesManifestsTest::strictly)
            .toList();
    private static final StatefulSet EXPUNGE = only(StatefulSet.class);
    private static final Job TOPICS = only(Job.class);

    /** The types keep fields they do not know; here such a field is an error. */
    private static HasMetadata strictly(JsonNode document) {
        String kind = document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
        ObjectMapper mapper = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                });
        try {
            return mapper.treeToValue(
                    document, Optional.ofNullable(KINDS.get(kind)).orElseThrow());
        } catch (JsonProcessingException refused) {
            throw new IllegalArgumentException(kind + ": " + refused.getOriginalMessage(), refused);
        }
    }

    private static <T extends HasMetadata> T only(Class<T> type) {
        return MANIFESTS.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((first, second) -> {
                    throw new IllegalStateException("two of " + type);
                })
                .orElseThrow();
    }

    private static Container container(PodTemplateSpec template) {
        return template.getSpec().getContainers().get(0);
    }

    @Test
    void aFieldThatTheApiDoesNotKnowWouldBeNoticed() {
        JsonNode document = Documents.yaml("kubernetes/expunge.yaml").get(4).deepCopy();
        ((ObjectNode) document.at("/spec/template/spec/containers/0/readinessProbe")).put("periodSecond", 10);
        assertThatThrownBy(() -> strictly(document)).hasMessageContaining("periodSecond");
    }

    @Test
    void selectorsFindThePods() {
        Map<String, String> labels =
                EXPUNGE.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(EXPUNGE.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(only(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
                .isEqualTo(labels);
        Service service = only(Service.class);
        assertThat(service.getSpec().getSelector()).isEqualTo(labels);
        assertThat(EXPUNGE.getSpec().getServiceName())
                .isEqualTo(service.getMetadata().getName());
        assertThat(TOPICS.getSpec().getTemplate().getMetadata().getLabels()).isNotEqualTo(labels);
    }

    @Test
    void everyVolumeThatIsMountedIsThere() {
        for (PodTemplateSpec template :
                List.of(EXPUNGE.getSpec().getTemplate(), TOPICS.getSpec().getTemplate())) {
            List<String> claims = template == EXPUNGE.getSpec().getTemplate()
                    ? EXPUNGE.getSpec().getVolumeClaimTemplates().stream()
                            .map(claim -> claim.getMetadata().getName())
                            .toList()
                    : List.of();
            List<String> there = Stream.concat(
                            claims.stream(),
                            template.getSpec().getVolumes().stream().map(Volume::getName))
                    .toList();
            assertThat(container(template).getVolumeMounts())
                    .extracting(VolumeMount::getName)
                    .containsExactlyInAnyOrderElementsOf(there);
        }
        Volume store = EXPUNGE.getSpec().getTemplate().getSpec().getVolumes().get(0);
        PersistentVolumeClaim claim = only(PersistentVolumeClaim.class);
        assertThat(store.getPersistentVolumeClaim().getClaimName())
                .isEqualTo(claim.getMetadata().getName());
        assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
    }

    @Test
    void probesAskThePortOfTheService() {
        Container container = container(EXPUNGE.getSpec().getTemplate());
        ContainerPort port = container.getPorts().get(0);
        assertThat(configuration().monitoring().port()).hasValue(port.getContainerPort());
        assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .map(Probe::getHttpGet))
                .allSatisfy(get -> {
                    assertThat(get.getPort().getStrVal()).isEqualTo(port.getName());
                    assertThat(get.getPath()).startsWith("/health/");
                });
    }

    @Test
    void theServiceKnowsItsSettingsAndTheTopicsFitThem() {
        ProcessorConfiguration configuration = configuration();
        assertThat(container(TOPICS.getSpec().getTemplate()).getArgs())
                .contains(
                        "--partitions=" + configuration.modelPartitions(),
                        "--replication-factor=" + configuration.replicationFactor());
        assertThat(configuration.standbyReplicas()).isLessThan(EXPUNGE.getSpec().getReplicas());
    }

    private static ProcessorConfiguration configuration() {
        return Documents.settings(only(ConfigMap.class).getData().get("service.properties"));
    }

    @Test
    void nothingRunsAsRootOrWritesItsOwnFiles() {
        for (PodTemplateSpec template :
                List.of(EXPUNGE.getSpec().getTemplate(), TOPICS.getSpec().getTemplate())) {
            assertThat(template.getSpec().getSecurityContext().getRunAsNonRoot())
                    .isTrue();
            var security = container(template).getSecurityContext();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container(template).getResources().getLimits()).containsKey("memory");
        }
    }
}
