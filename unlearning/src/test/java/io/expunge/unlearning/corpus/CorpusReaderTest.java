/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.expunge.unlearning.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusReaderTest {

    private static final String HEADER = "document_id,label,text\n";

    @Provide
    Arbitrary<Corpus> corpora() {
        Arbitrary<String> text =
                Arbitraries.strings().withChars("ab \",\n\r\t{}'\\\u00e9\u6771").ofMaxLength(30);
        Arbitrary<String> name = text.filter(value -> !value.isBlank());
        return Combinators.combine(name, text, name.optional())
                .as((label, body, subject) -> new Document("id", label, body, subject))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(CorpusReaderTest::numbered);
    }

    private static Corpus numbered(List<Document> documents) {
        return new Corpus(IntStream.range(0, documents.size())
                .mapToObj(i -> {
                    Document document = documents.get(i);
                    return new Document(
                            document.id() + "\"" + i, document.label(), document.text(), document.subject());
                })
                .toList());
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void csvComesBackAsItWasWritten(
            @ForAll("corpora") Corpus corpus, @ForAll boolean gzip, @ForAll boolean mark, @ForAll boolean windows) {
        String csv = (mark ? "\uFEFF" : "") + csv(corpus, windows ? "\r\n" : "\n");
        assertThat(read(bytes(csv, gzip), "corpus")).isEqualTo(corpus);
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void jsonLinesComeBackAsTheyWereWritten(@ForAll("corpora") Corpus corpus, @ForAll boolean gzip) {
        assertThat(read(bytes(jsonLines(corpus), gzip), "corpus")).isEqualTo(corpus);
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void aTruncatedCsvIsAnErrorOrABeginning(@ForAll("corpora") Corpus corpus, @ForAll int cut) {
        String csv = csv(corpus, "\n");
        int length = Math.floorMod(cut, csv.length());
        try {
            List<Document> read =
                    read(bytes(csv.substring(0, length), false), "corpus").documents();
            // What remains is whole but for the end of the last document's last field.
            assertThat(read.subList(0, read.size() - 1))
                    .isEqualTo(corpus.documents().subList(0, read.size() - 1));
        } catch (CorpusFormatException e) {
            assertThat(e.source()).isEqualTo("corpus");
        }
    }

    @Test
    void columnsMayStandInAnyOrder() {
        assertThat(read("subject,text, label,document_id\nann,hello,greeting,1\n,bye,greeting,2\n"))
                .isEqualTo(new Corpus(List.of(
                        new Document("1", "greeting", "hello", Optional.of("ann")),
                        new Document("2", "greeting", "bye", Optional.empty()))));
    }

    @Test
    void emptyLinesAreSkippedAndQuotesInsidePlainFieldsAreText() {
        assertThat(read("\n" + HEADER + "\n1,a,5\" disk\n\n2,a,x\n").texts()).containsExactly("5\" disk", "x");
    }

    @Test
    void longTextsPass() {
        String text = "all work and no play ".repeat(200_000);
        assertThat(read(HEADER + "1,a,\"" + text + "\"\n").texts()).containsExactly(text);
        assertThat(read("{\"document_id\":\"1\",\"label\":\"a\",\"text\":\"" + text + "\"}")
                        .texts())
                .containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.jsonl", "data.NDJSON", "data.jsonl.gz"})
    void theNameSettlesTheFormat(String name) {
        String line = " {\"document_id\": 7, \"label\": \"a\", \"text\": \"x\", \"subject\": null}\n\n";
        assertThat(read(bytes(line, false), name).documents())
                .containsExactly(new Document("7", "a", "x", Optional.empty()));
    }

    @Test
    void brokenCsvIsNamedWithItsLine() {
        broken("document_id,text\n1,x\n", 1, "no column 'label'");
        broken("document_id,label,text,text\n", 1, "'text' twice");
        broken("document_id,label,text,subjct\n", 1, "'subjct' is not a field");
        broken(HEADER + "1,a,x\n2,a\n", 3, "2 fields, the header 3");
        broken(HEADER + "1,a,\"x\ny\"\n2,a,x,y\n", 4, "4 fields");
        broken(HEADER + " ,a,x\n", 2, "document_id is blank");
        broken(HEADER + "1,,x\n", 2, "label is blank");
        broken(HEADER + "1,a,x\n2,a,x\n1,b,y\n", 4, "'1' is already used in line 2");
        broken(HEADER + "1,a,x\n2,a,\"open\n3,a,y\n", 3, "never closed");
        broken(HEADER + "1,a,\"x\"y\n", 3, "after closing quote");
    }

    @Test
    void brokenJsonIsNamedWithItsLine() {
        String good = "{\"document_id\":\"1\",\"label\":\"a\",\"text\":\"x\"}\n";
        broken(good + "{\"document_id\":\"2\",\"label\":\"a\"}\n", 2, "no 'text'");
        broken(good + "{\"document_id\":\"2\",\"label\":\"a\",\"text\":\"x\n", 2, "malformed");
        broken(good + "[1]\n", 2, "not a JSON object");
        broken(good + good, 2, "already used in line 1");
        broken(good + good.strip() + "{}", 2, "follows");
        broken("{\"label\":\"a\",\"label\":\"b\"}", 1, "malformed");
        broken("{\"document_id\":\"2\",\"label\":[\"a\"]}", 1, "'label' is not a string");
        broken("{\"id\":\"2\"}", 1, "'id' is not a field");
        broken("{\"document_id\":\"2\",\"label\":\" \",\"text\":\"\"}", 1, "label is blank");
    }

    @Test
    void nothingToReadIsSaid() {
        for (String nothing : List.of("", HEADER, "\n\n")) {
            assertThatExceptionOfType(CorpusFormatException.class)
                    .isThrownBy(() -> read(nothing))
                    .withMessageStartingWith("corpus")
                    .withMessageMatching("(?s).*(is empty|no documents|no header).*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"corpus.csv", "corpus.jsonl"})
    void bytesThatAreNotUtf8AreRefused(String name) {
        byte[] latin = (HEADER + "1,a,caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(CorpusFormatException.class)
                .isThrownBy(() -> read(latin, name))
                .withMessageContaining("not UTF-8")
                .satisfies(e -> assertThat(e.line()).hasValue(1));
    }

    @Test
    void aTornGzipFileIsRefused() {
        byte[] whole = bytes(HEADER + "1,a,x\n".repeat(100), true);
        assertThatExceptionOfType(CorpusFormatException.class)
                .isThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 12), "corpus.csv.gz"))
                .withMessageContaining("incomplete gzip");
    }

    private static void broken(String content, long line, String problem) {
        assertThatExceptionOfType(CorpusFormatException.class)
                .isThrownBy(() -> read(content))
                .withMessageStartingWith("corpus, line " + line + ": ")
                .withMessageContaining(problem)
                .satisfies(e -> assertThat(e.line()).hasValue(line));
    }

    private static Corpus read(String content) {
        return read(bytes(content, false), "corpus");
    }

    private static Corpus read(byte[] bytes, String name) {
        try {
            return CorpusReader.read(new ByteArrayInputStream(bytes), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String content, boolean gzip) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = gzip ? new GZIPOutputStream(bytes) : bytes) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String csv(Corpus corpus, String lineEnd) {
        return corpus.documents().stream()
                .map(document ->
                        List.of(document.text(), document.subject().orElse(""), document.label(), document.id())
                                .stream()
                                .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining(lineEnd, "text,subject,label,document_id" + lineEnd, lineEnd));
    }

    private static String jsonLines(Corpus corpus) {
        StringBuilder lines = new StringBuilder();
        for (Document document : corpus.documents()) {
            StringWriter line = new StringWriter();
            try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
                json.writeStartObject();
                json.writeStringField("text", document.text());
                json.writeStringField("document_id", document.id());
                json.writeStringField("label", document.label());
                if (document.subject().isPresent()) {
                    json.writeStringField("subject", document.subject().get());
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            lines.append(line).append('\n');
        }
        return lines.toString();
    }
}
