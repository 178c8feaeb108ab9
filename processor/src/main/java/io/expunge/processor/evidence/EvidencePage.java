/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.processor.json.StrictJson;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A bundle as a page for people, made from the same data. The page is not signed; it names the file that is. Not thread safe.
 */
public final class EvidencePage {
    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
                    + "h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}"
                    + "table{border-collapse:collapse;width:100%}"
                    + "td,th{border-top:1px solid #d5d9de;padding:.3rem .6rem;text-align:left;vertical-align:top;"
                    + "overflow-wrap:anywhere}th{font-weight:600}td:first-child,th:first-child{white-space:nowrap}"
                    + "p.sum{font-size:1.1rem}footer{margin-top:2rem;color:#57606a}";

    private final JsonNode bundle;
    private final StringBuilder html = new StringBuilder();

    private EvidencePage(JsonNode bundle) {
        this.bundle = bundle;
    }

    /**
     * Writes the page of a bundle.
     *
     * @param text the bundle's file, as {@link EvidenceBundle} makes it
     * @param file what that file is called
     */
    public static String of(String text, String file) {
        JsonNode bundle = StrictJson.read(text)
                .orElseThrow(() -> new IllegalArgumentException("a page is made of a bundle; this is none"));
        return new EvidencePage(bundle).write(Seal.hash(text), file);
    }

    private JsonNode section(Section section) {
        return bundle.path(section.label());
    }

    private String write(String hash, String file) {
        JsonNode about = section(Section.ABOUT);
        String title = "Evidence of request " + about.path("requestId").asText();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>")
                .append(escaped(title))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head>\n<body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
        summary();
        request();
        versions();
        certificate();
        promise();
        verifications();
        purges();
        audit();
        html.append("<footer><p>Made ")
                .append(escaped(about.path("createdAt").asText()))
                .append(" by ")
                .append(escaped(about.path("createdBy").asText()))
                .append(" from ")
                .append(escaped(file))
                .append(", SHA-256 <code>")
                .append(hash)
                .append("</code>, signed with key <code>")
                .append(escaped(bundle.path(Seal.MEMBER).path("keyId").asText()))
                .append("</code>. This page is not signed; check that file with <code>expunge evidence verify ")
                .append(escaped(file))
                .append("</code>.</p></footer>\n</body>\n</html>\n");
        return html.toString();
    }

    private void summary() {
        JsonNode request = section(Section.REQUEST);
        html.append("<p class=\"sum\">Model <b>")
                .append(escaped(request.path("modelId").asText()))
                .append("</b>: the request is <b>")
                .append(escaped(request.path("state").asText()))
                .append("</b>. ")
                .append(escaped(request.path("detail").asText()))
                .append("</p>\n");
    }

    private void request() {
        JsonNode request = section(Section.REQUEST);
        heading("The request");
        table(List.of("when", "state", "reason", "what"));
        request.path("transitions")
                .forEach(step -> row(
                        step.path("at").asText(),
                        step.path("state").asText(),
                        step.path("reasonCode").asText(),
                        step.path("detail").asText()));
        end();
        table(List.of("fact", "value"));
        for (String field : List.of("kind", "caseId", "dueBy", "batchId", "modelVersion", "documentsRemoved")) {
            if (!request.path(field).isNull()) {
                row(field, request.path(field).asText());
            }
        }
        end();
    }

    private void versions() {
        JsonNode before = section(Section.VERSIONS).path("before");
        JsonNode after = section(Section.VERSIONS).path("after");
        if (!after.isObject()) {
            return;
        }
        heading("The versions");
        table(List.of("", "before", "after"));
        for (String field : List.of(
                "version",
                "operation",
                "publishedAt",
                "contentHash",
                "method",
                "documents",
                "documentsRemoved",
                "terms",
                "termsRemoved",
                "classes",
                "classesRemoved",
                "retainedAccuracyAfter")) {
            row(field, value(before.path(field)), value(after.path(field)));
        }
        end();
    }

    private void certificate() {
        if (!section(Section.CERTIFICATE).isObject()) {
            return;
        }
        heading("The certificate");
        html.append(
                "<p>The distance between the released weights and those that training on the remaining documents alone"
                        + " converges to is at most the gradient norm over the regularisation. Relative to the weights it must not"
                        + " exceed the threshold.</p>\n");
        table(List.of("number", "value"));
        section(Section.CERTIFICATE).properties().forEach(number -> row(number.getKey(), value(number.getValue())));
        end();
    }

    private void promise() {
        JsonNode promise = section(Section.VERSIONS).path("after").path("indistinguishability");
        if (!promise.isObject()) {
            return;
        }
        heading("The promise");
        html.append(
                "<p>The version was released with noise, so that nobody can tell by it, up to the odds below, whether what"
                        + " was forgotten had ever been learnt. What the solver did is kept back, because it tells of the forgotten.</p>\n");
        table(List.of("number", "value"));
        promise.properties().forEach(number -> row(number.getKey(), value(number.getValue())));
        end();
    }

    private void verifications() {
        heading("The verification");
        table(List.of("check", "kind", "outcome", "value", "threshold", "what"));
        for (JsonNode verdict : section(Section.VERIFICATIONS)) {
            row(
                    "verdict on version " + verdict.path("version").asText(),
                    verdict.path("stage").asText(),
                    verdict.path("verdict").asText(),
                    "",
                    "",
                    verdict.path("verifiedAt").asText());
            verdict.path("checks")
                    .forEach(check -> row(
                            check.path("name").asText(),
                            check.path("kind").asText(),
                            check.path("outcome").asText(),
                            value(check.path("value")),
                            value(check.path("threshold")),
                            check.path("detail").asText()));
        }
        end();
    }

    private void purges() {
        heading("What was destroyed since");
        if (section(Section.PURGES).isEmpty()) {
            html.append("<p>No receipt yet: earlier versions may still stand in the model store.</p>\n");
            return;
        }
        table(List.of("when", "version", "content hash", "bytes", "objects", "why"));
        section(Section.PURGES).forEach(purge -> {
            JsonNode facts = purge.path("facts");
            row(
                    purge.path("recordedAt").asText(),
                    facts.path("version").asText(),
                    facts.path("contentHash").asText(),
                    facts.path("bytes").asText(),
                    facts.path("objects").asText(),
                    facts.path("why").asText());
        });
        end();
        stillStanding();
    }

    private void stillStanding() {
        JsonNode before = section(Section.VERSIONS).path("before");
        for (JsonNode purge : section(Section.PURGES)) {
            if (purge.path("facts").path("contentHash").equals(before.path("contentHash"))) {
                return;
            }
        }
        if (before.isObject()) {
            html.append("<p>No receipt for version ")
                    .append(escaped(before.path("version").asText()))
                    .append(", the one before: it may still stand in the model store.</p>\n");
        }
    }

    private void audit() {
        heading("The audit records this stands on");
        table(List.of("record", "when", "kind", "hash", "facts"));
        section(Section.AUDIT)
                .forEach(entry -> row(
                        entry.path("sequence").asText(),
                        entry.path("recordedAt").asText(),
                        entry.path("kind").asText(),
                        entry.path("hash").asText(),
                        facts(entry.path("facts"))));
        end();
    }

    private static String facts(JsonNode facts) {
        return StreamSupport.stream(facts.properties().spliterator(), false)
                .map(fact -> fact.getKey() + "=" + fact.getValue().asText())
                .sorted()
                .reduce((first, second) -> first + ", " + second)
                .orElse("");
    }

    private static String value(JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(JsonNode::asText)
                    .reduce((first, second) -> first + ", " + second)
                    .orElse("");
        }
        return node.isNull() ? "" : node.asText();
    }

    private void heading(String text) {
        html.append("<h2>").append(text).append("</h2>\n");
    }

    private void table(List<String> heads) {
        html.append("<table><tr>");
        heads.forEach(head -> html.append("<th>").append(escaped(head)).append("</th>"));
        html.append("</tr>\n");
    }

    private void row(String... cells) {
        html.append("<tr>");
        for (String cell : cells) {
            html.append("<td>").append(escaped(cell)).append("</td>");
        }
        html.append("</tr>\n");
    }

    private void end() {
        html.append("</table>\n");
    }

    /** Texts come from requests and models: none may become markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
