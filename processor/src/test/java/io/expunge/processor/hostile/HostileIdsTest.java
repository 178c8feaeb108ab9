/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ClassRemoval;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.StoreJobExecutor;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.Sample;
import io.expunge.processor.testing.World;
import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.filesystem.FileSystemModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids and names are data wherever they come: never a part of a path, and told back as they were given. */
class HostileIdsTest {
    /** Ways out, devices, options, substitutions, look-alikes (Cyrillic, decomposed, full width), and what is just long. */
    private static final List<String> IDS = List.of(
            "..",
            "../../../tmp/x",
            "/etc/passwd",
            "C:\\Windows\\x",
            "\\\\server\\share",
            "CON",
            "nul.txt",
            "store.json",
            "blobs/00",
            "-rf",
            "$(id)",
            "%2e%2e%2f",
            "news",
            "n\u0435ws",
            "ne\u0301ws",
            "n\u00e9ws",
            "\uff4eews",
            "NEWS",
            "\u202ednews",
            "🙈".repeat(100),
            "x".repeat(200));

    private static final Pattern EXPECTED = Pattern.compile("store\\.json|blobs/[0-9a-f]{2}/[0-9a-f]{64}"
            + "|(manifests|puts)/[0-9a-f]{64}\\.json|batches/[0-9a-f]{64}"
            + "|models/[0-9a-f]{64}/(key|model\\.json|heads/[0-9]{19}-[0-9]{19})");

    @TempDir
    private Path directory;

    /** Two classes of hostile names, documents and subjects likewise; the words tell the classes apart. */
    private static Corpus corpus(String id) {
        List<Document> documents = new ArrayList<>();
        for (int number = 0; number < 14; number++) {
            boolean first = number % 2 == 0;
            documents.add(new Document(
                    id + "-canary-document-" + number,
                    first ? id : "the other class",
                    first ? "silver golden copper metal" : "red green blue colour",
                    Optional.of(id + "-canary-subject-" + number)));
        }
        return new Corpus(documents);
    }

    @Test
    void theStoresTreeHoldsHashesAndFixedNamesOnly() throws Exception {
        Path root = directory.resolve("inner/store");
        try (ModelStore store = FileSystemModelStore.open(root)) {
            for (String id : IDS) {
                ContentHash artifact = new ModelTraining(id, Analysis.standard(), TrainingSettings.standard())
                        .train(corpus(id), Optional.empty(), store, ProgressMonitor.NONE)
                        .artifact();
                store.advanceHead(id, new HeadHint(1, 0, remove(store, id, artifact)));
            }
            assertThat(IDS).as("look-alikes are other models").allSatisfy(id -> assertThat(
                            store.open(store.head(id).orElseThrow().artifact())
                                    .lineage()
                                    .modelId())
                    .isEqualTo(id));
        }
        List<String> files = filesUnder(directory);
        assertThat(files)
                .allSatisfy(file -> assertThat(file).startsWith("inner/store/").matches(path -> EXPECTED.matcher(
                                path.substring("inner/store/".length()))
                        .matches()));
        assertThat(files.stream().filter(file -> file.endsWith("/key"))).hasSize(IDS.size());
        for (String file : files) {
            assertThat(Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1))
                    .as("content of %s", file)
                    .doesNotContain("canary");
        }
    }

    private static ContentHash remove(ModelStore store, String id, ContentHash artifact) {
        RemovalTarget target = new RemovalTarget.OfDocuments(
                List.of(store.keys().getOrCreate(id).pseudonym(PseudonymDomain.DOCUMENT, id + "-canary-document-3")));
        JobSpecification job = new JobSpecification.Unlearning(
                id, id, artifact.hex(), Sample.options().method(), List.of(new JobSpecification.Wanted(id, target)));
        Outcome outcome = new StoreJobExecutor(store, Sample.options(), 1).execute(job, ProgressMonitor.NONE);
        return new ContentHash(((Outcome.Produced) outcome).draft().getContentHash());
    }

    private static List<String> filesUnder(Path root) throws Exception {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .toList();
        }
    }

    @Test
    void statusesTellIdsAsTheyWereGiven() {
        try (World world = new World(directory, Map.of())) {
            int number = 10;
            for (String id : IDS) {
                world.register(Requests.registration(number, id, "a".repeat(64)));
                JobSpecification job = world.jobs.take().get(0);
                world.done(job, Outcomes.admitted(job, List.of(id, "b", "c")));
                world.request(Requests.of(number + 1, id, new ClassRemoval(id))
                        .setCaseId(id)
                        .setRequester(id)
                        .build());
                JobSpecification removal = world.jobs.take().get(0);
                world.done(removal, Outcomes.unlearned(removal, List.of(id, "b", "c")));
                world.request(Requests.removeClass(number + 2, id, id + "?"));
                RequestStatusChanged served =
                        world.status(id, Requests.id(number + 1).toString()).orElseThrow();
                assertThat(served.getState()).isEqualTo(RequestState.VERIFIED);
                assertThat(served.getModelId()).isEqualTo(id);
                assertThat(served.getCaseId()).isEqualTo(id);
                assertThat(world.status(id, Requests.id(number + 2).toString())
                                .orElseThrow()
                                .getDetail())
                        .contains("'" + id + "?'");
                number += 3;
            }
            assertThat(world.versions())
                    .extracting(version -> version.getModelId())
                    .containsOnlyElementsOf(IDS)
                    .hasSize(2 * IDS.size());
            assertThat(world.deadLetters()).isEmpty();
        }
    }
}
