/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All numbers that pictures are drawn from, so that they can be kept and drawn again without measuring.
 *
 * @param sets in the order in which they are drawn
 */
record Figures(List<SetFigures> sets) {
    /** The file of the numbers, beside the pictures. */
    static final String FILE = "figures.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int DIGITS = 4;

    Figures {
        sets = List.copyOf(sets);
    }

    /** Four digits: more than a picture shows. */
    static double rounded(double value) {
        return rounded(value, DIGITS);
    }

    static double rounded(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    }

    /** A bound to four digits: it must not shrink. */
    static double roundedUp(double bound) {
        return new BigDecimal(bound)
                .round(new MathContext(DIGITS, RoundingMode.CEILING))
                .doubleValue();
    }

    /** Pictures by the name of their file. */
    Map<String, String> pictures() {
        Map<String, String> pictures = new LinkedHashMap<>();
        pictures.put("bound-and-distance.svg", NearnessPlot.svg(sets));
        pictures.put("distances.svg", DistancePlot.svg(sets));
        sets.stream()
                .filter(set -> !set.panels().isEmpty())
                .forEach(set -> pictures.put("roc-" + set.set() + ".svg", RocPlot.svg(set)));
        return pictures;
    }

    String json() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers could not be written as JSON", e);
        }
    }

    /** Reads what {@link #json} wrote. */
    static Figures read(Path file) throws IOException {
        return MAPPER.readValue(Files.readString(file), Figures.class);
    }

    /** Writes the numbers and the pictures, and says which files. */
    List<Path> write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(FILE), json());
        for (Map.Entry<String, String> picture : pictures().entrySet()) {
            Files.writeString(directory.resolve(picture.getKey()), picture.getValue());
        }
        return pictures().keySet().stream().map(directory::resolve).toList();
    }
}
