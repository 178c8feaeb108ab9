/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.audit.AuditEntryJson;
import io.expunge.processor.audit.AuditReport;
import io.expunge.processor.audit.AuditVerifier;
import io.expunge.store.VerificationKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Whether what a bundle says fits together, whoever signed it. Not thread safe. */
final class ContentCheck {
    private static final Set<String> SERVED = Set.of("APPLIED", "VERIFIED");
    private static final Set<String> NOTHING_TO_REMOVE = Set.of("NOTHING_HELD", "ALREADY_SATISFIED");

    private final JsonNode bundle;
    private final JsonNode request;
    private final JsonNode before;
    private final JsonNode after;
    private final String modelId;
    private final Set<VerificationKey> trusted;
    private final Statements said;
    private final Map<String, AuditEntry> chain = new LinkedHashMap<>();

    ContentCheck(JsonNode bundle, Set<VerificationKey> trusted, Statements said) {
        this.bundle = bundle;
        this.request = section(Section.REQUEST);
        this.before = section(Section.VERSIONS).path("before");
        this.after = section(Section.VERSIONS).path("after");
        this.modelId = section(Section.ABOUT).path("modelId").asText();
        this.trusted = trusted;
        this.said = said;
    }

    private JsonNode section(Section section) {
        return bundle.path(section.label());
    }

    void check() {
        audit();
        request();
        if (after.isObject()) {
            versions();
            new ArtifactCheck(section(Section.ARTIFACT), request, before, after, said).check();
            certificate();
            verdicts();
        } else {
            withoutVersion();
        }
        new PurgeCheck(section(Section.PURGES), before, after, chain, said).check();
        limits();
    }

    private void audit() {
        AuditVerifier verifier = AuditVerifier.ofPart(modelId, trusted);
        int number = 0;
        for (JsonNode node : section(Section.AUDIT)) {
            String where = "entry " + ++number;
            Optional<AuditEntry> entry = AuditEntryJson.read(node);
            entry.ifPresentOrElse(
                    read -> {
                        chain.put(read.hash(), read);
                        verifier.take(read, where);
                    },
                    () -> verifier.unreadable(where, "this is no audit record"));
        }
        if (after.isObject()) {
            verifier.mustHold(after.path("auditHash").asText(), "the record of version " + number(after, "version"));
        }
        tell(verifier.report());
    }

    private void tell(AuditReport report) {
        String subject = Section.AUDIT.label();
        if (report.defect().isPresent()) {
            said.wrong(
                    subject,
                    "The audit chain is broken at " + report.defect().get().where() + ": "
                            + report.defect().get().sentence() + ".");
            return;
        }
        said.holds(
                subject,
                "Audit records " + report.first() + " to " + report.last() + " follow from each other without a gap"
                        + (report.first() > 1 ? "; a signed checkpoint stands for those before." : "."));
        if (report.checkpoints() > 0) {
            said.holds(
                    subject,
                    "Records up to " + report.signedUpTo() + " are covered by a checkpoint signed with key "
                            + String.join(", ", report.keyIds()) + ".");
        }
        String sealed = bundle.path(Seal.MEMBER).path("keyId").asText();
        if (report.checkpoints() > 0 && !report.keyIds().contains(sealed)) {
            said.notChecked(
                    subject,
                    "Why the bundle is signed with another key than its checkpoints. Ask the operator whose keys these are.");
        }
        if (report.signedUpTo() < report.last() - 1 || report.checkpoints() == 0) {
            said.notChecked(
                    subject,
                    "Records after " + report.signedUpTo()
                            + " are covered by no signed checkpoint yet; only the signature of the bundle vouches for"
                            + " them.");
        }
    }

    private void request() {
        String subject = Section.REQUEST.label();
        said.expect(
                modelId.equals(request.path("modelId").asText())
                        && section(Section.ABOUT)
                                .path("requestId")
                                .asText()
                                .equals(request.path("requestId").asText()),
                subject,
                "The status is that of the request this is about.",
                "The status is that of another request.");
        JsonNode last =
                request.path("transitions").path(request.path("transitions").size() - 1);
        said.expect(
                last.path("state").equals(request.path("state"))
                        && last.path("reasonCode").equals(request.path("reasonCode"))
                        && isOrdered(),
                subject,
                "Its history ends in the state it has, and no step is earlier than the one before.",
                "Its history does not end in the state it has, or runs backwards.");
    }

    private boolean isOrdered() {
        List<String> times = new ArrayList<>();
        request.path("transitions").forEach(step -> times.add(step.path("at").asText()));
        return times.equals(times.stream()
                .sorted(java.util.Comparator.comparing(ContentCheck::instant))
                .toList());
    }

    private static java.time.Instant instant(String text) {
        try {
            return java.time.Instant.parse(text);
        } catch (java.time.DateTimeException notATime) {
            return java.time.Instant.MAX;
        }
    }

    /** Only a request that found nothing left to remove is served without a version. */
    private void withoutVersion() {
        String state = request.path("state").asText();
        String reason = request.path("reasonCode").asText();
        if (SERVED.contains(state) && !NOTHING_TO_REMOVE.contains(reason)) {
            said.wrong(
                    Section.VERSIONS.label(),
                    "The request is " + state + ", " + reason + ", and no version that serves it is here.");
        } else {
            said.notChecked(
                    Section.VERSIONS.label(),
                    "No version was made for this request: it is " + state + ", " + reason + ".");
        }
    }

    /** A version event names the first requests only; the artifact's papers name all. */
    private void named() {
        JsonNode ids = after.path("requestIds");
        boolean complete = number(after, "requestCount") == ids.size();
        boolean named = false;
        for (JsonNode id : ids) {
            named |= id.equals(request.path("requestId"));
        }
        if (named || complete) {
            said.expect(
                    named,
                    Section.VERSIONS.label(),
                    "Version " + number(after, "version") + " names the request.",
                    "Version " + number(after, "version") + " names all that it serves, and not the request.");
        } else {
            said.notChecked(
                    Section.VERSIONS.label(),
                    "Whether version " + number(after, "version") + " names the request: its event names the first "
                            + ids.size() + " of " + number(after, "requestCount") + ".");
        }
    }

    private void versions() {
        String subject = Section.VERSIONS.label();
        said.expect(
                after.path("batchId").equals(request.path("batchId"))
                        && after.path("batchId").equals(section(Section.BATCH).path("batchId"))
                        && after.path("version").equals(section(Section.BATCH).path("version"))
                        && after.path("requestCount")
                                .equals(section(Section.BATCH).path("requests"))
                        && after.path("documentsRemoved")
                                .equals(section(Section.BATCH).path("documentsRemoved"))
                        && after.path("modelId").asText().equals(modelId),
                Section.BATCH.label(),
                "Version " + number(after, "version") + " was made for the request's batch.",
                "Batch, request and version do not belong together.");
        said.expect(
                after.path("version").equals(request.path("modelVersion"))
                        || request.path("modelVersion").asLong() > number(after, "version"),
                subject,
                "The status names a version in which the request is served.",
                "The status names another version than the one that was made for it.");
        if (SERVED.contains(request.path("state").asText())) {
            named();
        }
        recorded(after, subject);
        said.expect(
                before.isObject()
                        ? before.path("version").equals(after.path("parent"))
                                && before.path("contentHash").equals(after.path("parentContentHash"))
                                && before.path("modelId").asText().equals(modelId)
                        : after.path("parent").isNull(),
                subject,
                before.isObject()
                        ? "It follows from version " + number(before, "version") + ", hash and all."
                        : "It is the model's first version.",
                "The version before is not its parent.");
        if (chain.containsKey(before.path("auditHash").asText())) {
            recorded(before, subject);
        }
    }

    /** The chain must say of a version what its event says. */
    private void recorded(JsonNode version, String subject) {
        Map<String, String> due = new TreeMap<>();
        due.put("version", version.path("version").asText());
        due.put("operation", version.path("operation").asText());
        due.put("contentHash", version.path("contentHash").asText());
        due.put("batchId", version.path("batchId").asText());
        due.put("requestCount", version.path("requestCount").asText());
        due.put("documentsRemoved", version.path("documentsRemoved").asText());
        Optional<AuditEntry> record =
                Optional.ofNullable(chain.get(version.path("auditHash").asText()));
        List<String> different = due.entrySet().stream()
                .filter(fact -> !fact.getValue()
                        .equals(record.map(entry -> entry.facts().getOrDefault(fact.getKey(), ""))
                                .orElse("")))
                .map(Map.Entry::getKey)
                .toList();
        said.expect(
                different.isEmpty()
                        && record.filter(entry -> entry.kind().equals("VERSION_PUBLISHED"))
                                .isPresent(),
                subject,
                "The audit chain says of version " + number(version, "version") + " what its event says: content hash "
                        + version.path("contentHash").asText() + ".",
                "The audit chain says something else of version " + number(version, "version") + ": " + different
                        + ".");
    }

    private void certificate() {
        if (after.path("indistinguishability").isObject()) {
            promise();
            return;
        }
        String subject = Section.CERTIFICATE.label();
        Optional<Certificates> due = Certificates.of(after, section(Section.ARTIFACT));
        if (due.isEmpty()) {
            said.notChecked(subject, "The version carries no certificate.");
            return;
        }
        Certificates certificate = due.get();
        said.expect(
                certificate.toJson().equals(section(Section.CERTIFICATE)),
                subject,
                "The certificate's numbers are those of the version.",
                "The certificate's numbers are not those of the version.");
        division(certificate);
        threshold(certificate);
        said.notChecked(subject, "The gradient itself: evaluating it again takes the artifact with its training set.");
    }

    private void promise() {
        Map<String, String> recorded = Optional.ofNullable(
                        chain.get(after.path("auditHash").asText()))
                .<Map<String, String>>map(AuditEntry::facts)
                .orElse(Map.of());
        new PromiseCheck(after, section(Section.ARTIFACT), recorded, said).check();
    }

    private void division(Certificates certificate) {
        String subject = Section.CERTIFICATE.label();
        if (certificate.regularisation().isEmpty()) {
            said.notChecked(subject, "The division, since the artifact's papers with the regularisation are not here.");
            return;
        }
        said.expect(
                certificate.dividesWell(),
                subject,
                "The arithmetic is right: distance bound " + certificate.distanceBound() + " = gradient norm "
                        + certificate.gradientNorm() + " / "
                        + certificate.regularisation().getAsDouble() + ".",
                "The arithmetic is wrong: the distance bound is not the gradient norm over the regularisation.");
    }

    private void threshold(Certificates certificate) {
        String subject = Section.CERTIFICATE.label();
        if (certificate.threshold().isEmpty()) {
            said.notChecked(
                    subject,
                    "Whether the relative distance bound " + certificate.relativeDistanceBound()
                            + " is small enough: the version names no threshold.");
            return;
        }
        String allowed = String.valueOf(certificate.threshold().getAsDouble());
        said.expect(
                certificate.isWithin(),
                subject,
                "The relative distance bound is " + certificate.relativeDistanceBound() + ", and at most " + allowed
                        + " was allowed.",
                "The relative distance bound is " + certificate.relativeDistanceBound() + ", more than the " + allowed
                        + " that was allowed.");
    }

    private void verdicts() {
        String subject = Section.VERIFICATIONS.label();
        boolean fits = true;
        boolean passed = false;
        for (JsonNode verdict : section(Section.VERIFICATIONS)) {
            fits &= fits(verdict);
            passed |= verdict.path("verdict").asText().equals("PASSED");
        }
        boolean verified = request.path("state").asText().equals("VERIFIED");
        said.expect(
                fits && (passed || !verified),
                subject,
                section(Section.VERIFICATIONS).size() + " verdict(s) cover the version"
                        + (passed ? "; one passed, and every certified check behind it did." : "; none passed yet."),
                "The verdicts do not fit the version, their own checks, or the state of the request.");
    }

    private boolean fits(JsonNode verdict) {
        boolean about = verdict.path("modelId").asText().equals(modelId)
                && verdict.path("version").asLong() >= number(after, "version")
                && verdict.path("coversFromVersion").asLong() <= number(after, "version")
                && (verdict.path("version").asLong() > number(after, "version")
                        || verdict.path("contentHash").equals(after.path("contentHash")));
        boolean failed = false;
        for (JsonNode check : verdict.path("checks")) {
            failed |= check.path("kind").asText().equals("CERTIFIED")
                    && !check.path("outcome").asText().equals("PASSED");
        }
        return about && !(failed && verdict.path("verdict").asText().equals("PASSED"));
    }

    private void limits() {
        said.notChecked(
                "limits",
                "That the history, the verdicts and the figures are what the topics say: they stand on no chain, the signer"
                        + " vouches for them. The audit log itself can be checked with 'expunge audit verify'.");
        said.notChecked("limits", "Copies of earlier versions that others made: no record can show them.");
    }

    private static long number(JsonNode node, String field) {
        return node.path(field).asLong();
    }
}
