/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One answer of the metrics page, taken apart as Prometheus would. */
public record Scrape(List<String> lines) {
    public static Scrape of(String text) {
        return new Scrape(text.lines().filter(line -> !line.startsWith("#")).toList());
    }

    /** Asks a service that tells its metrics at this address. */
    public static Scrape from(URI monitoring) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(monitoring.resolve("/metrics")).build();
        return of(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }

    /** Names of all series. */
    public Set<String> names() {
        return lines.stream().map(line -> line.split("[{ ]", 2)[0]).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The series of one name, without their values. */
    public List<String> series(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    /** The value of the one series whose labels hold all of these, such as {@code model="news"}. */
    public Optional<Double> value(String name, String... labels) {
        List<String> found = lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Set.of(labels).stream().allMatch(line::contains))
                .toList();
        if (found.size() > 1) {
            throw new AssertionError("more than one series fits: " + found);
        }
        return found.stream()
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst();
    }

    /** Values of a label, over all series. */
    public Set<String> values(String label) {
        return lines.stream()
                .filter(line -> line.contains(label + "=\""))
                .map(line -> line.replaceAll(".*[{,]" + label + "=\"((?:[^\"\\\\]|\\\\.)*)\".*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
