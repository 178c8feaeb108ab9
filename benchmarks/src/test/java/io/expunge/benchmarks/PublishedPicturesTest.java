/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pictures that pages show: each is there, and is what the plotter draws from the numbers that are kept. */
class PublishedPicturesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path IMAGES = ROOT.resolve("src/site/resources/images");
    private static final Path NUMBERS = Path.of("src/test/resources/golden", Figures.FILE);
    private static final Pattern SHOWN = Pattern.compile("!\\[([^]]*)]\\(([^)\\s]+\\.svg)\\)");

    private static Set<Path> images() throws IOException {
        try (Stream<Path> files = Files.list(IMAGES)) {
            return files.collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/site/markdown"))) {
            Set<Path> pages = files.filter(file -> file.toString().endsWith(".md"))
                    .collect(Collectors.toCollection(TreeSet::new));
            pages.add(ROOT.resolve("README.md"));
            return pages;
        }
    }

    @Test
    void aPictureIsWhatThePlotterDrawsFromTheKeptNumbers() throws IOException {
        Map<String, String> drawn = Figures.read(NUMBERS).pictures();
        assertThat(images()).isNotEmpty();
        for (Path image : images()) {
            assertThat(Files.readString(image))
                    .as(
                            "%s; draw it again: benchmarks/run verification --plots DIR --from benchmarks/%s",
                            image, NUMBERS)
                    .isEqualTo(drawn.get(image.getFileName().toString()));
        }
    }

    @Test
    void aPictureIsSafeToShow() throws IOException {
        for (Path image : images()) {
            Pictures.requireSafe(image.toString(), Files.readString(image));
        }
    }

    @Test
    void pagesShowPicturesThatAreThereAndSayWhatIsInThem() throws IOException {
        Set<Path> shown = new TreeSet<>();
        for (Path page : pages()) {
            Matcher pictures = SHOWN.matcher(Files.readString(page));
            while (pictures.find()) {
                Path picture = page.resolveSibling(pictures.group(2)).normalize();
                assertThat(picture).as("shown by %s", page).exists();
                assertThat(pictures.group(1)).as("alternative text in %s", page).hasSizeGreaterThan(20);
                shown.add(picture);
            }
        }
        assertThat(shown)
                .as("a picture nobody shows need not be kept")
                .containsAll(images().stream().map(Path::normalize).toList());
    }

    @Test
    void theNumbersAreSmallAndNameNoMachine() throws IOException {
        String json = Files.readString(NUMBERS);
        assertThat(json).hasSizeLessThan(150_000).doesNotContainPattern("/(work|home|tmp|root|Users)/");
    }
}
