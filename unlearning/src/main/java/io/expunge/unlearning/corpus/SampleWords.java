/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The word lists of the sample corpus: named pools of phrases. Immutable.
 *
 * @param pools phrases by name of the pool, in the order of the resource
 */
record SampleWords(Map<String, List<String>> pools) {

    private static final String RESOURCE = "sample-words.txt";
    private static final String SHARED = "shared ";

    static SampleWords load() {
        try (InputStream in = SampleWords.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "Resource " + RESOURCE + " is missing from the unlearning jar: rebuild it.");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("Resource " + RESOURCE + " can't be read from the unlearning jar.", e);
        }
    }

    /** A pool starts with its name in brackets; sentences and bylines are one a line, other phrases separated by commas. */
    private static SampleWords parse(List<String> lines) {
        Map<String, List<String>> pools = new LinkedHashMap<>();
        String name = "";
        for (String line : lines) {
            if (line.startsWith("[")) {
                name = line.substring(1, line.indexOf(']'));
                pools.put(name, new ArrayList<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                boolean whole = name.equals("sentences") || name.equals("bylines");
                pool(pools, name).addAll(whole ? List.of(line) : List.of(line.split(", ", -1)));
            }
        }
        return new SampleWords(pools);
    }

    List<String> pool(String name) {
        return pool(pools, name);
    }

    private static List<String> pool(Map<String, List<String>> pools, String name) {
        return Optional.ofNullable(pools.get(name))
                .orElseThrow(() -> new IllegalStateException(RESOURCE + " has no pool [" + name + "]; add it."));
    }

    /** Classes a class shares a pool of things with, in the order of the resource. */
    List<String> neighbours(String label) {
        List<String> neighbours = new ArrayList<>();
        for (String name : pools.keySet()) {
            if (name.startsWith(SHARED)) {
                List<String> pair = List.of(name.substring(SHARED.length()).split(" ", -1));
                if (pair.contains(label)) {
                    neighbours.add(pair.get(1 - pair.indexOf(label)));
                }
            }
        }
        return neighbours;
    }

    /** Things two neighbours share. */
    List<String> shared(String one, String other) {
        String name = SHARED + one + " " + other;
        return pools.containsKey(name) ? pool(name) : pool(SHARED + other + " " + one);
    }
}
