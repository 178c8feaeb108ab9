/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the terms of one list stand in another. Stateless. */
public final class TermPlaces {
    private TermPlaces() {}

    /** For each of the terms its place among others, or -1; neither list repeats a term, their order is of no account. */
    public static int[] of(List<String> terms, List<String> others) {
        int[] places = new int[terms.size()];
        if (terms.equals(others)) {
            Arrays.setAll(places, place -> place);
            return places;
        }
        Map<String, Integer> known = new HashMap<>(others.size() * 2);
        for (int place = 0; place < others.size(); place++) {
            known.put(others.get(place), place);
        }
        Arrays.setAll(places, place -> known.getOrDefault(terms.get(place), -1));
        return places;
    }
}
