/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import java.util.SortedMap;
import java.util.TreeMap;

/** Shorthand for the sorted maps that documents are written from. */
final class SortedMaps {

    private SortedMaps() {}

    static <V> SortedMap<String, V> of(String name, V value) {
        SortedMap<String, V> map = new TreeMap<>();
        map.put(name, value);
        return map;
    }
}
