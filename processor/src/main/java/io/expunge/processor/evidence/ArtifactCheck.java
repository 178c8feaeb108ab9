/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.expunge.processor.json.StrictJson;

/** Whether the artifact's papers are the version's, and say what the version says. */
final class ArtifactCheck {
    private static final String SUBJECT = Section.ARTIFACT.label();

    private final JsonNode artifact;
    private final JsonNode request;
    private final JsonNode before;
    private final JsonNode after;
    private final Statements said;

    ArtifactCheck(JsonNode artifact, JsonNode request, JsonNode before, JsonNode after, Statements said) {
        this.artifact = artifact;
        this.request = request;
        this.before = before;
        this.after = after;
        this.said = said;
    }

    void check() {
        if (!artifact.isObject()) {
            said.notChecked(
                    SUBJECT, "The artifact's own papers are not here: the store was not at hand, or has it no more.");
            return;
        }
        String text = artifact.path("manifest").asText();
        said.expect(
                Seal.hash(text).equals(after.path("contentHash").asText()),
                SUBJECT,
                "The manifest's SHA-256 is the version's content hash.",
                "The manifest's SHA-256 is not the version's content hash.");
        JsonNode manifest = read(text);
        lineage(manifest);
        artifact.path("files")
                .properties()
                .forEach(file -> said.expect(
                        Seal.hash(file.getValue().asText())
                                .equals(manifest.path("files")
                                        .path(file.getKey())
                                        .path("sha256")
                                        .asText()),
                        SUBJECT,
                        file.getKey() + " is the file that the manifest names.",
                        file.getKey() + " is not the file that the manifest names."));
        if (after.path("operation").asText().equals("UNLEARNED")) {
            served(read(artifact.path("files").path("served-requests.json").asText()));
            if (after.path("evidence").isObject()) {
                figures(read(artifact.path("files").path("metrics.json").asText())
                        .path("metrics"));
            }
        }
    }

    private void lineage(JsonNode manifest) {
        boolean unlearned = after.path("operation").asText().equals("UNLEARNED");
        boolean made = !unlearned
                || (manifest.path("base")
                                .asText()
                                .equals(before.path("contentHash").asText())
                        && manifest.path("batch")
                                .asText()
                                .equals(after.path("batchId").asText()));
        boolean sized = manifest.path("size").path("documents").equals(after.path("documents"))
                && manifest.path("size").path("terms").equals(after.path("terms"));
        said.expect(
                made && sized && manifest.path("model").equals(after.path("modelId")),
                SUBJECT,
                "The manifest names the model, " + (unlearned ? "the parent, the batch, " : "")
                        + "and as many documents and terms as the event.",
                "The manifest names another model, parent, batch or size than the event.");
    }

    private void served(JsonNode served) {
        for (JsonNode one : served.path("requests")) {
            if (one.path("requestId").equals(request.path("requestId"))) {
                said.expect(
                        one.path("documentsRemoved").equals(request.path("documentsRemoved")),
                        SUBJECT,
                        "The artifact itself names the request, with " + one.path("documentsRemoved") + " documents.",
                        "The artifact names the request with another number of documents.");
                return;
            }
        }
        said.wrong(SUBJECT, "The artifact does not name the request among those it serves.");
    }

    private void figures(JsonNode metrics) {
        JsonNode evidence = after.path("evidence");
        said.expect(
                same(metrics.path("gradient-norm"), evidence.path("gradientNorm"))
                        && same(metrics.path("distance-bound"), evidence.path("distanceBound"))
                        && same(metrics.path("relative-distance-bound"), evidence.path("relativeDistanceBound")),
                SUBJECT,
                "The certificate's numbers stand in the artifact too, and so under the chain's signatures.",
                "The artifact holds other numbers of the certificate than the event.");
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber() && one.asDouble() == other.asDouble();
    }

    private static JsonNode read(String text) {
        return StrictJson.read(text).orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
