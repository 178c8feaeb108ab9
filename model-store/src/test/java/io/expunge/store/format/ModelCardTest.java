/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.CardStatement;
import io.expunge.store.CardTopic;
import io.expunge.store.Drafts;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelCard;
import io.expunge.store.ModelCard.ClassCount;
import io.expunge.store.ModelCard.DeletionCount;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.Operation;
import io.expunge.store.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    private static final ModelCard GOLDEN = new ModelCard(
            "golden model / ä",
            new CardStatement(new TreeMap<>(Map.of(
                    CardTopic.PURPOSE, "Sorts reader letters.\n\n- nothing *else*",
                    CardTopic.CONTACT, "The newsroom"))),
            Operation.UNLEARNED,
            "hessian-reassignment",
            new TreeMap<>(Map.of("relative-bound", "1.0E-4", "vectoriser", "REFIT")),
            "17.0.1",
            List.of(new ClassCount("sci.space", 594, 394), new ClassCount("a|b\n<script>", 7, 0)),
            80_914,
            new TreeMap<>(Map.of("relative-distance-bound", 4.94e-5, "retained-accuracy-after", 0.8474, "own", 3.0)),
            new TreeMap<>(),
            new DeletionCount(12, 1, List.of("sci.crypt")));

    /** Bytes that this release writes, and that every later one has to read: run once with a new name for a new form. */
    @Test
    void theKeptCardIsReadAndWrittenAsItWas() throws IOException {
        byte[] kept = resource("/golden/model-card/model-card-1.json");

        assertThat(CardFile.read("f", kept)).isEqualTo(GOLDEN);
        assertThat(CardFile.write(GOLDEN)).asString(StandardCharsets.UTF_8).isEqualTo(text(kept));
        assertThat(CardPage.write(GOLDEN))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(text(resource("/golden/model-card/model-card-1.md")));
    }

    @Test
    void theKeptCardWithAccuraciesIsReadAndWrittenAsItWas() throws IOException {
        ModelCard judged = GOLDEN.withAccuracies(new TreeMap<>(Map.of("sci.space", 0.9111675)));
        byte[] kept = resource("/golden/model-card/model-card-2.json");

        assertThat(CardFile.read("f", kept)).isEqualTo(judged);
        assertThat(CardFile.write(judged)).asString(StandardCharsets.UTF_8).isEqualTo(text(kept));
        assertThat(page(judged))
                .contains("| class | training documents | evaluation documents | accuracy |")
                .contains("| sci.space | 594 | 394 | 0.9112 |")
                .contains("| a\\|b \\<script\\> | 7 | 0 | - |");
    }

    @Test
    void anAccuracyIsAShareAndOfAClassOfTheModel() {
        for (Map<String, Double> wrong :
                List.of(Map.of("sci.crypt", 0.5), Map.of("sci.space", 1.5), Map.of("sci.space", Double.NaN))) {
            assertThatThrownBy(() -> GOLDEN.withAccuracies(new TreeMap<>(wrong)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void whatIsWrittenIsReadBack(@ForAll Random random) {
        Drafts.random(random).contents().card().ifPresent(card -> {
            assertThat(CardFile.read("f", CardFile.write(card))).isEqualTo(card);
            assertThat(CardFile.write(card)).isEqualTo(CardFile.write(card));
            assertThat(CardPage.write(card)).isEqualTo(CardPage.write(card));
            TreeMap<String, Double> shares = new TreeMap<>();
            card.classes().forEach(one -> shares.put(one.name(), random.nextDouble()));
            ModelCard judged = card.withAccuracies(shares);
            assertThat(CardFile.read("f", CardFile.write(judged))).isEqualTo(judged);
        });
    }

    @Test
    void thePageHasTheSectionsOfTheConvention() {
        assertThat(page(GOLDEN).lines().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## Model details",
                        "## Intended use",
                        "## Factors",
                        "## Metrics",
                        "## Evaluation data",
                        "## Training data",
                        "## Quantitative analyses",
                        "## Ethical considerations",
                        "## Caveats and recommendations");
    }

    @Test
    void namesOfStrangersAreNoMarkup() {
        assertThat(page(GOLDEN)).contains("| a\\|b \\<script\\> | 7 | 0 |").doesNotContain("<script>");
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void aNameStaysOnItsLineAndOpensNothing(@ForAll String name) {
        String written = CardText.inline(name);

        assertThat(written.lines().count()).isLessThanOrEqualTo(1);
        assertThat(written.replaceAll("\\\\[\\\\`*_{}\\[\\]<>#|~!&]", "")).doesNotContain("<", "|", "`", "[", "\\");
    }

    @Test
    void aCardOfOtherContentsIsRefused() {
        ArtifactDraft draft = Drafts.fixed();
        ArtifactContents contents = draft.contents();
        ModelCard other = ModelCard.of(
                "m",
                Operation.UNLEARNED,
                draft.lineage().provenance(),
                new ArtifactContents(
                        contents.parameters(),
                        contents.vocabulary(),
                        contents.classes(),
                        contents.trainingSet(),
                        contents.evaluationSet(),
                        contents.honouredDeletions().and(new HonouredDeletions(List.of(), List.of(), List.of("more"))),
                        contents.metrics(),
                        List.of()),
                CardStatement.NONE);

        assertThatThrownBy(() -> contents.withCard(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model card counts other");
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void theCardTellsWhatTheArtifactIsPutFor(@ForAll Random random) {
        ArtifactContents contents = Drafts.fixed().contents();
        Lineage lineage = Drafts.random(random).lineage();

        ModelCard card = new ArtifactDraft(lineage, contents).contents().card().orElseThrow();

        assertThat(card.modelId()).isEqualTo(lineage.modelId());
        assertThat(card.operation()).isEqualTo(lineage.operation());
        assertThat(card.method()).isEqualTo(lineage.provenance().method());
        assertThat(card.statement()).isEqualTo(contents.card().orElseThrow().statement());
    }

    @Test
    void topicsAndMembersOfLaterReleasesArePassedOver() {
        String later = text(CardFile.write(GOLDEN))
                .replace("\"stated\":{", "\"stated\":{\"carbon\":\"little\",")
                .replace("\"terms\":", "\"tempo\":1,\"terms\":");

        assertThat(CardFile.read("f", later.getBytes(StandardCharsets.UTF_8))).isEqualTo(GOLDEN);
    }

    @Test
    void whatNoCardCanSayIsCorrupt() {
        String blank = text(CardFile.write(GOLDEN)).replace("\"The newsroom\"", "\" \"");
        String twice = text(CardFile.write(GOLDEN)).replace("a|b\\n<script>", "sci.space");

        for (String corrupt : List.of(blank, twice)) {
            assertThatThrownBy(() -> CardFile.read("f", corrupt.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(ArtifactCorrupt.class);
        }
    }

    private static String page(ModelCard card) {
        return text(CardPage.write(card));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ModelCardTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
