/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.expunge.processor.json.StrictJson;
import io.expunge.unlearning.perturbation.GaussianAccount;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.util.List;
import java.util.Map;

/** Whether the numbers of a release with noise fit each other, the artifact and the chain, and the rest was kept back. */
final class PromiseCheck {
    private static final String SUBJECT = Section.CERTIFICATE.label();
    private static final double ROUNDING = 1e-9;
    private static final List<String> NUMBERS = List.of("epsilon", "delta", "distance");
    private static final List<String> WITHHELD =
            List.of("gradient-norm", "distance-bound", "relative-distance-bound", "passes", "retained-accuracy-before");

    private final JsonNode version;
    private final JsonNode promise;
    private final JsonNode artifact;
    private final Map<String, String> recorded;
    private final Statements said;

    /** @param recorded what the audit chain says of the version */
    PromiseCheck(JsonNode version, JsonNode artifact, Map<String, String> recorded, Statements said) {
        this.version = version;
        this.promise = version.path("indistinguishability");
        this.artifact = artifact;
        this.recorded = recorded;
        this.said = said;
    }

    void check() {
        said.expect(
                NUMBERS.stream().allMatch(this::isRecorded),
                SUBJECT,
                "The promise, epsilon " + number("epsilon") + ", delta " + number("delta") + ", distance "
                        + number("distance") + ", is the one in the audit chain.",
                "The audit chain names another promise than the version.");
        said.expect(
                noiseFits(),
                SUBJECT,
                "The noise " + number("noise") + " is what the analytic Gaussian mechanism asks for.",
                "The noise is not what epsilon, delta and the distance ask for.");
        said.expect(
                accountFits(),
                SUBJECT,
                "What is charged, " + releases() + ", comes to epsilon " + number("accountEpsilon") + " in all.",
                "The account's numbers do not fit each other.");
        withheld();
        artifact();
        said.notChecked(
                SUBJECT,
                "The distance before noise, which is withheld since it tells of what was forgotten, and that the noise was drawn"
                        + " from a secret: the gate's word, under the chain's signatures. expunge verify measures the noise.");
    }

    private String releases() {
        long releases = Math.round(number("releases"));
        return releases == 1 ? "1 release" : releases + " releases";
    }

    private boolean isRecorded(String name) {
        return String.valueOf(number(name)).equals(recorded.get(name));
    }

    private double number(String name) {
        return promise.path(name).asDouble();
    }

    private boolean noiseFits() {
        try {
            double due = new IndistinguishabilityTarget(number("distance"), number("epsilon"), number("delta"))
                    .standardDeviation();
            return near(number("noise"), due);
        } catch (IllegalArgumentException impossible) {
            return false;
        }
    }

    private boolean accountFits() {
        long releases = promise.path("releases").asLong();
        double mu = number("accountMu");
        if (releases < 1 || !(mu > 0) || !(mu < 1e6) || !(number("delta") > 0)) {
            return false;
        }
        return near(number("accountEpsilon"), new GaussianAccount(mu * mu, releases).epsilon(number("delta")));
    }

    /** Written and read again as text, a number may differ in its last digits after some arithmetic. */
    private static boolean near(double one, double other) {
        return Math.abs(one - other) <= ROUNDING * Math.abs(other);
    }

    private void withheld() {
        JsonNode metrics =
                read(artifact.path("files").path("metrics.json").asText()).path("metrics");
        said.expect(
                version.path("evidence").isNull()
                        && version.path("reassignments").isEmpty()
                        && version.path("retainedAccuracyBefore").isNull()
                        && version.path("termsRemoved").asInt() == 0
                        && WITHHELD.stream().noneMatch(metrics::has),
                SUBJECT,
                "What the solver did is kept back, in the event and in the artifact.",
                "The version tells what the solver did, which tells of what was forgotten.");
    }

    private void artifact() {
        if (!artifact.isObject()) {
            return;
        }
        JsonNode configuration =
                read(artifact.path("manifest").asText()).path("provenance").path("configuration");
        said.expect(
                NUMBERS.stream().allMatch(name -> configuration
                        .path("indistinguishability-" + name)
                        .asText()
                        .equals(String.valueOf(number(name)))),
                SUBJECT,
                "The artifact names the same promise.",
                "The artifact names another promise than the version.");
    }

    private static JsonNode read(String text) {
        return StrictJson.read(text).orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
