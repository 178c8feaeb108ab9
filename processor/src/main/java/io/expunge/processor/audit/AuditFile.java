/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.json.StrictJson;
import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Audit chains as a file that can be carried away: JSON Lines. The first line says what must follow, chain by chain, so that
 * an end that was cut off is missed, and is signed, so that nobody can promise less; then come the records. Not thread
 * safe.
 */
public final class AuditFile {
    private static final String KIND = "expunge-audit-export";
    private static final int FORMAT = 1;

    private final String name;
    private final Set<VerificationKey> trusted;
    private final Map<String, AuditVerifier> chains = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, JsonNode> promised = new LinkedHashMap<>();
    private Optional<String> badSeal = Optional.empty();
    private String current = "";

    private AuditFile(String name, Set<VerificationKey> trusted) {
        this.name = name;
        this.trusted = trusted;
    }

    /**
     * Writes chains, line by line.
     *
     * @param key what signs the first line; empty where none is at hand, and then no check with named keys accepts the file
     */
    public static void write(List<AuditChainCopy> chains, Optional<SigningKey> key, Consumer<String> lines) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("kind", KIND);
        header.put("format", FORMAT);
        ArrayNode models = header.putArray("models");
        chains.forEach(chain -> models.add(promise(chain)));
        key.ifPresent(present -> HeaderSeal.seal(header, present));
        lines.accept(StrictJson.line(header));
        chains.forEach(
                chain -> chain.entries().forEach(entry -> lines.accept(StrictJson.line(AuditEntryJson.write(entry)))));
    }

    private static ObjectNode promise(AuditChainCopy chain) {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.put("modelId", chain.modelId());
        model.put("records", chain.entries().size());
        model.put("head", chain.head());
        ObjectNode versions = model.putObject("versions");
        chain.versions().forEach((version, hash) -> versions.put(Long.toString(version), hash));
        return model;
    }

    /**
     * Checks every chain of a file.
     *
     * @param name the file, for people
     * @param lines its lines
     * @param trusted the keys that may sign; empty for any
     * @param model only this model; empty for all
     * @param known hashes that the chain of that model must hold, which were noted elsewhere
     * @throws AuditFileException if it is no such file
     */
    public static List<AuditReport> verify(
            String name,
            Stream<String> lines,
            Set<VerificationKey> trusted,
            Optional<String> model,
            Set<String> known) {
        AuditFile file = new AuditFile(name, trusted);
        long[] number = {0};
        lines.forEachOrdered(line -> file.take(line, ++number[0]));
        if (number[0] == 0) {
            throw new AuditFileException(name + " is empty; an audit export has a header line");
        }
        return file.sealed(file.reports(known)).stream()
                .filter(report -> model.map(report.modelId()::equals).orElse(true))
                .toList();
    }

    private void take(String line, long number) {
        if (number == 1) {
            header(line);
            return;
        }
        String where = name + ", line " + number;
        Optional<AuditEntry> entry = StrictJson.read(line)
                .filter(node -> StrictJson.line(node).equals(line))
                .flatMap(AuditEntryJson::read);
        current = entry.map(AuditEntry::modelId).filter(chains::containsKey).orElse(current);
        counts.merge(current, 1L, Long::sum);
        AuditVerifier chain = chains.computeIfAbsent(current, this::verifier);
        entry.ifPresentOrElse(
                read -> chain.take(read, where),
                () -> chain.unreadable(where, "the line is no audit record as they are exported"));
    }

    private void header(String line) {
        JsonNode header = StrictJson.read(line)
                .filter(node -> node.path("kind").asText().equals(KIND))
                .orElseThrow(() -> new AuditFileException(name
                        + " is no audit export: its first line is no header. Make one with 'expunge audit verify"
                        + " --export FILE'"));
        if (header.path("format").asInt() != FORMAT) {
            throw new AuditFileException(
                    name + " has format " + header.path("format").asText() + ", and this release reads format " + FORMAT
                            + "; use the release that wrote it, or a later one");
        }
        badSeal = StrictJson.line(header).equals(line)
                ? HeaderSeal.wrong(header, trusted)
                : Optional.of("the first line is not written as exports are");
        for (JsonNode model : header.path("models")) {
            String modelId = model.path("modelId").asText();
            promised.put(modelId, model);
            chains.put(modelId, verifier(modelId));
            current = current.isEmpty() ? modelId : current;
        }
    }

    private AuditVerifier verifier(String modelId) {
        return AuditVerifier.ofWhole(modelId, trusted);
    }

    private List<AuditReport> reports(Set<String> known) {
        List<AuditReport> reports = new ArrayList<>();
        chains.forEach((modelId, chain) -> {
            JsonNode promise = promised.getOrDefault(modelId, JsonNodeFactory.instance.objectNode());
            promise.path("versions")
                    .properties()
                    .forEach(version ->
                            chain.mustHold(version.getValue().asText(), "the record of version " + version.getKey()));
            String head = promise.path("head").asText();
            if (!head.equals(AuditEntry.GENESIS)) {
                chain.mustHold(head, "the record that the header names as the last");
            }
            known.forEach(hash -> chain.mustHold(hash, "the record with the hash " + hash));
            reports.add(counted(chain.report(), promise, counts.getOrDefault(modelId, 0L)));
        });
        return reports;
    }

    /** What the first line promises is worth nothing if anybody can have written it. */
    private List<AuditReport> sealed(List<AuditReport> reports) {
        if (badSeal.isEmpty()) {
            return reports;
        }
        if (reports.isEmpty()) {
            throw new AuditFileException(name + ": " + badSeal.get());
        }
        return reports.stream()
                .map(report -> report.isSound()
                        ? report.withDefect(
                                new AuditDefect(report.modelId(), report.last(), name + ", line 1", badSeal.get()))
                        : report)
                .toList();
    }

    private AuditReport counted(AuditReport report, JsonNode promise, long count) {
        long due = promise.path("records").asLong();
        if (!report.isSound() || count == due) {
            return report;
        }
        return report.withDefect(new AuditDefect(
                report.modelId(),
                report.last(),
                name,
                "the header promises " + due + " records, and there are " + count));
    }
}
