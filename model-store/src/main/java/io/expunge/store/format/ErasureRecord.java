/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.ContentHash;
import io.expunge.store.ErasedArtifact;
import io.expunge.store.FileEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The small files of erasures, sealed as all others: what is being erased, which a repetition goes on from, and what was.
 * Hashes and numbers only. Stateless and thread safe.
 */
public final class ErasureRecord {

    private static final String ERASING = "erasing";
    private static final String ERASED = "erased";

    private ErasureRecord() {}

    /**
     * Files that are about to go.
     *
     * @param manifestBytes length of the manifest that named them; 0 if none did
     * @param files         the files; those that something else refers to stay
     */
    public record Condemned(long manifestBytes, List<FileEntry> files) {
        /** Copies the files. */
        public Condemned {
            files = List.copyOf(files);
        }

        /** Returns the files of an artifact. */
        public static Condemned of(Manifest manifest, long manifestBytes) {
            return new Condemned(
                    manifestBytes, manifest.files().values().stream().distinct().toList());
        }
    }

    /** Writes what is about to go. */
    public static byte[] write(Condemned condemned) {
        SortedMap<String, String> files = new TreeMap<>();
        condemned.files().forEach(entry -> files.put(entry.hash().hex(), Long.toString(entry.bytes())));
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("files", files);
        members.put("manifestBytes", condemned.manifestBytes());
        return SealedRecord.seal(ERASING, members);
    }

    /** Reads what is about to go. */
    public static Condemned readCondemned(String file, byte[] bytes) {
        JsonFields fields = SealedRecord.open(file, ERASING, bytes);
        List<FileEntry> entries = new ArrayList<>();
        fields.object("files")
                .textMap()
                .forEach((hash, length) -> entries.add(new FileEntry(
                        fields.parsed(hash, ContentHash::new, "content hashes as files"),
                        fields.parsed(length, Long::parseLong, "lengths of files"))));
        return new Condemned(fields.integer("manifestBytes", 0, Integer.MAX_VALUE), entries);
    }

    /** Writes what went. */
    public static byte[] write(ErasedArtifact erased) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("artifact", erased.hash().hex());
        members.put("bytes", erased.bytes());
        members.put("objects", erased.objects());
        return SealedRecord.seal(ERASED, members);
    }

    /** Reads what went. */
    public static ErasedArtifact readErased(String file, byte[] bytes) {
        JsonFields fields = SealedRecord.open(file, ERASED, bytes);
        return new ErasedArtifact(
                fields.hash("artifact"),
                (int) fields.integer("objects", 0, Integer.MAX_VALUE),
                fields.integer("bytes", 0, Long.MAX_VALUE));
    }
}
