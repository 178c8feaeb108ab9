/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.util.List;

/**
 * The numbers that pictures of one set are drawn from.
 *
 * @param set its name
 * @param removedClass the class removed from its model
 * @param nearness of each way to unlearn that is drawn
 * @param distances of each version that is compared
 * @param panels of each attack drawn
 */
record SetFigures(
        String set,
        String removedClass,
        List<Nearness> nearness,
        List<VersionDistance> distances,
        List<RocPanel> panels) {
    SetFigures {
        nearness = List.copyOf(nearness);
        distances = List.copyOf(distances);
        panels = List.copyOf(panels);
    }

    String title() {
        return set + " without " + removedClass;
    }
}
