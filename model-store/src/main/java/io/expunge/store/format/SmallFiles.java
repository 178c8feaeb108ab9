/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import io.expunge.store.ServedRequest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parts of an artifact that are kept as JSON. Stateless and thread safe. */
final class SmallFiles {

    private SmallFiles() {}

    static byte[] writeClasses(List<String> classes) {
        return CanonicalJson.write("classes", SortedMaps.of("classes", classes));
    }

    static List<String> readClasses(String file, byte[] bytes) {
        return CanonicalJson.read(file, "classes", bytes).texts("classes");
    }

    static byte[] writeAnalysis(SortedMap<String, String> analysis) {
        return CanonicalJson.write("analysis", SortedMaps.of("analysis", analysis));
    }

    static SortedMap<String, String> readAnalysis(String file, byte[] bytes) {
        return CanonicalJson.read(file, "analysis", bytes).object("analysis").textMap();
    }

    static byte[] writeMetrics(SortedMap<String, Double> metrics) {
        return CanonicalJson.write("metrics", SortedMaps.of("metrics", metrics));
    }

    static SortedMap<String, Double> readMetrics(String file, byte[] bytes) {
        return CanonicalJson.read(file, "metrics", bytes).object("metrics").numberMap();
    }

    static byte[] writeDeletions(HonouredDeletions deletions) {
        SortedMap<String, List<String>> members = new TreeMap<>();
        members.put("classes", deletions.classes());
        members.put("documents", texts(deletions.documents()));
        members.put("subjects", texts(deletions.subjects()));
        return CanonicalJson.write("honoured-deletions", members);
    }

    static HonouredDeletions readDeletions(String file, byte[] bytes) {
        JsonFields fields = CanonicalJson.read(file, "honoured-deletions", bytes);
        return new HonouredDeletions(
                pseudonyms(fields, "documents"), pseudonyms(fields, "subjects"), fields.texts("classes"));
    }

    static byte[] writeRequests(List<ServedRequest> requests) {
        List<SortedMap<String, Object>> served =
                requests.stream().map(SmallFiles::members).toList();
        return CanonicalJson.write("served-requests", SortedMaps.of("requests", served));
    }

    static List<ServedRequest> readRequests(String file, byte[] bytes) {
        return CanonicalJson.read(file, "served-requests", bytes).objects("requests").stream()
                .map(fields -> new ServedRequest(fields.text("requestId"), fields.count("documentsRemoved")))
                .toList();
    }

    private static SortedMap<String, Object> members(ServedRequest request) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("documentsRemoved", request.documentsRemoved());
        members.put("requestId", request.requestId());
        return members;
    }

    private static List<String> texts(List<Pseudonym> pseudonyms) {
        return pseudonyms.stream().map(Pseudonym::toString).toList();
    }

    private static List<Pseudonym> pseudonyms(JsonFields fields, String name) {
        return fields.texts(name).stream()
                .map(text -> fields.parsed(text, Pseudonym::parse, "pseudonyms as " + name))
                .toList();
    }
}
