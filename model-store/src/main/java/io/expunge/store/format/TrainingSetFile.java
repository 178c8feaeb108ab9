/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.Pseudonym;
import io.expunge.store.TrainingSetData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Training and evaluation sets in a compact form, format 1. Numbers are variable-length:
 *
 * <pre>
 * "EXPUNGE-DOCUMENTS" format
 * terms { bytes, UTF-8 }*
 * documents entries
 *   { label + 1, entries { gap to the term before, count }*, document (16 bytes), 0 | 1 subject (16 bytes) }*
 * CRC-32C of all this (8 bytes)
 * </pre>
 *
 * Stateless and thread safe.
 */
final class TrainingSetFile {

    private static final byte[] MAGIC = {
        'E', 'X', 'P', 'U', 'N', 'G', 'E', '-', 'D', 'O', 'C', 'U', 'M', 'E', 'N', 'T', 'S'
    };
    private static final int FORMAT = 1;
    private static final int LEAST_DOCUMENT_BYTES = 3 + Pseudonym.BYTES;
    private static final int LEAST_ENTRY_BYTES = 2;

    private TrainingSetFile() {}

    static byte[] write(TrainingSetData set) {
        long expected = 64L + 16L * set.candidateTerms().size() + 40L * set.documentCount() + 4L * set.nonZeros();
        ByteWriter out = new ByteWriter((int) Math.min(expected, 1 << 30));
        out.bytes(MAGIC);
        out.varint(FORMAT);
        out.varint(set.candidateTerms().size());
        set.candidateTerms().forEach(term -> out.text("A candidate term", term));
        out.varint(set.documentCount());
        out.varint(set.nonZeros());
        for (int document = 0; document < set.documentCount(); document++) {
            writeDocument(out, set, document);
        }
        return out.sealed();
    }

    private static void writeDocument(ByteWriter out, TrainingSetData set, int document) {
        int start = set.rowStart()[document];
        int end = set.rowStart()[document + 1];
        out.varint(set.labels()[document] + 1);
        out.varint(end - start);
        int previous = 0;
        for (int entry = start; entry < end; entry++) {
            int term = set.termIndex()[entry];
            out.varint(term - previous);
            out.varint(set.count()[entry]);
            previous = term;
        }
        writePseudonym(out, set.documents().get(document));
        Optional<Pseudonym> subject = set.subjects().get(document);
        out.varint(subject.isPresent() ? 1 : 0);
        subject.ifPresent(pseudonym -> writePseudonym(out, pseudonym));
    }

    static TrainingSetData read(String file, byte[] bytes) {
        ByteReader in = new ByteReader(file, bytes, MAGIC, FORMAT);
        List<String> terms = readTerms(in);
        int documents = in.count("documents", LEAST_DOCUMENT_BYTES);
        int entries = in.count("entries", LEAST_ENTRY_BYTES);
        Rows rows = new Rows(new int[documents + 1], new int[entries], new int[entries], new int[documents]);
        List<Pseudonym> names = new ArrayList<>(documents);
        List<Optional<Pseudonym>> subjects = new ArrayList<>(documents);
        for (int document = 0; document < documents; document++) {
            rows.read(in, document);
            names.add(readPseudonym(in));
            subjects.add(in.varint() == 0 ? Optional.empty() : Optional.of(readPseudonym(in)));
        }
        in.requireEnd();
        return rows.toSet(file, terms, names, subjects);
    }

    private static List<String> readTerms(ByteReader in) {
        int count = in.count("terms", 1);
        List<String> terms = new ArrayList<>(count);
        for (int term = 0; term < count; term++) {
            terms.add(in.text());
        }
        return terms;
    }

    private static void writePseudonym(ByteWriter out, Pseudonym pseudonym) {
        out.fixed(pseudonym.high());
        out.fixed(pseudonym.low());
    }

    private static Pseudonym readPseudonym(ByteReader in) {
        return new Pseudonym(in.fixed(), in.fixed());
    }

    private record Rows(int[] rowStart, int[] termIndex, int[] count, int[] labels) {

        void read(ByteReader in, int document) {
            labels[document] = in.varint() - 1;
            int start = rowStart[document];
            int entries = in.count("entries of a document", LEAST_ENTRY_BYTES);
            if (entries > termIndex.length - start) {
                throw in.corrupt("no more entries than announced");
            }
            int term = 0;
            for (int entry = start; entry < start + entries; entry++) {
                // A sum that overflows turns negative, and the set refuses indices that fall.
                term += in.varint();
                termIndex[entry] = term;
                count[entry] = in.varint();
            }
            rowStart[document + 1] = start + entries;
        }

        TrainingSetData toSet(
                String file, List<String> terms, List<Pseudonym> documents, List<Optional<Pseudonym>> subjects) {
            try {
                return new TrainingSetData(terms, rowStart, termIndex, count, labels, documents, subjects);
            } catch (IllegalArgumentException refused) {
                throw new ArtifactCorrupt(file, "a sound set of documents", "one that contradicts itself");
            }
        }
    }
}
