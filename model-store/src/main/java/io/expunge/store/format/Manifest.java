/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactSize;
import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.Operation;
import io.expunge.store.Provenance;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an artifact consists of. Its canonical JSON is what the content hash is the hash of, so it holds no clock, no
 * host and no path. Files that a later release adds are carried along unread.
 *
 * @param lineage where the artifact comes from
 * @param size    how big it is
 * @param files   its files by name
 */
public record Manifest(Lineage lineage, ArtifactSize size, SortedMap<String, FileEntry> files) {

    /** More bytes than any manifest has. */
    public static final int MAX_BYTES = 8 << 20;

    private static final String KIND = "artifact";

    /** Copies the files. */
    public Manifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Returns the size of what is to be put. */
    public static ArtifactSize sizeOf(ArtifactContents contents) {
        return new ArtifactSize(
                contents.parameters().terms(),
                contents.parameters().classes(),
                contents.trainingSet().documentCount(),
                contents.trainingSet().nonZeros());
    }

    /**
     * Writes the canonical form.
     *
     * @throws IllegalArgumentException if a text has no UTF-8 form
     */
    public byte[] write() {
        SortedMap<String, Object> members = new TreeMap<>();
        lineage.base().ifPresent(base -> members.put("base", base.hex()));
        lineage.batchId().ifPresent(batch -> members.put("batch", batch));
        members.put("files", fileMembers());
        members.put("model", lineage.modelId());
        members.put("operation", lineage.operation().name());
        members.put("provenance", provenanceMembers(lineage.provenance()));
        members.put("size", sizeMembers());
        return CanonicalJson.write(KIND, members);
    }

    /** Reads the canonical form. */
    public static Manifest read(String file, byte[] bytes) {
        JsonFields fields = CanonicalJson.read(file, KIND, bytes);
        return new Manifest(readLineage(fields), readSize(fields.object("size")), readFiles(fields.object("files")));
    }

    private static Lineage readLineage(JsonFields fields) {
        try {
            return new Lineage(
                    fields.text("model"),
                    fields.optionalText("base")
                            .map(hex -> fields.parsed(hex, ContentHash::new, "a content hash as base")),
                    fields.parsed(fields.text("operation"), Operation::valueOf, "a known operation"),
                    fields.optionalText("batch"),
                    readProvenance(fields.object("provenance")));
        } catch (IllegalArgumentException unwritable) {
            throw fields.corrupt("ids that have a UTF-8 form");
        }
    }

    /** Returns a file that every artifact has. */
    public FileEntry entry(ArtifactFile file) {
        return Optional.ofNullable(files.get(file.fileName()))
                .orElseThrow(() -> new ArtifactCorrupt("The manifest", "an entry for " + file.fileName(), "none"));
    }

    private SortedMap<String, Object> fileMembers() {
        SortedMap<String, Object> members = new TreeMap<>();
        files.forEach((name, entry) -> {
            SortedMap<String, Object> member = new TreeMap<>();
            member.put("bytes", entry.bytes());
            member.put("sha256", entry.hash().hex());
            members.put(name, member);
        });
        return members;
    }

    private static SortedMap<String, Object> provenanceMembers(Provenance provenance) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("configuration", provenance.configuration());
        members.put("data", provenance.dataHash().hex());
        members.put("jdk", provenance.jdk());
        members.put("method", provenance.method());
        return members;
    }

    private SortedMap<String, Object> sizeMembers() {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("classes", size.classes());
        members.put("documents", size.documents());
        members.put("nonZeros", size.nonZeros());
        members.put("terms", size.terms());
        return members;
    }

    private static Provenance readProvenance(JsonFields fields) {
        return new Provenance(
                fields.text("method"),
                fields.object("configuration").textMap(),
                fields.hash("data"),
                fields.text("jdk"));
    }

    private static ArtifactSize readSize(JsonFields fields) {
        return new ArtifactSize(
                fields.count("terms"), fields.count("classes"), fields.count("documents"), fields.count("nonZeros"));
    }

    private static SortedMap<String, FileEntry> readFiles(JsonFields fields) {
        SortedMap<String, FileEntry> files = new TreeMap<>();
        fields.objectMap()
                .forEach((name, entry) -> files.put(
                        name, new FileEntry(entry.hash("sha256"), entry.integer("bytes", 0, Integer.MAX_VALUE - 8))));
        return files;
    }
}
