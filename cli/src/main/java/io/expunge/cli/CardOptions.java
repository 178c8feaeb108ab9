/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.expunge.store.CardStatement;
import io.expunge.store.CardTopic;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What a model card is to state: what no program can count. */
final class CardOptions {
    private static final long LARGEST = 1 << 20;
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Option(
            names = "--purpose",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "What the model is for, in its card; no personal data.")
    private Optional<String> purpose = Optional.empty();

    @Option(
            names = "--card",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description =
                    "A JSON object of texts for the model card: purpose, users, outOfScope, factors, trainingData,"
                            + " evaluationData, ethicalConsiderations, caveats, contact, licence, references. Whatever is not"
                            + " given stays as the version before had it.")
    private Optional<Path> file = Optional.empty();

    /** What was given. */
    CardStatement statement() throws IOException {
        Map<CardTopic, String> texts = new TreeMap<>();
        if (file.isPresent()) {
            texts.putAll(read(file.get()));
        }
        purpose.ifPresent(text -> texts.put(CardTopic.PURPOSE, text));
        try {
            return CardStatement.NONE.with(texts);
        } catch (IllegalArgumentException refused) {
            String where = file.map(path -> "--card: " + path).orElse("--purpose");
            throw new CommandFailure(
                    file.isPresent() ? ExitCode.BAD_INPUT : ExitCode.USAGE,
                    where + ": " + refused.getMessage() + ".",
                    refused);
        }
    }

    private static Map<CardTopic, String> read(Path file) throws IOException {
        JsonNode object = parse(content(file))
                .filter(JsonNode::isObject)
                .orElseThrow(() -> bad(file, "is not a JSON object such as {\"purpose\": \"Sorts letters\"}"));
        Map<CardTopic, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            CardTopic topic = CardTopic.of(member.getKey())
                    .orElseThrow(() -> bad(
                            file,
                            "has '" + Words.shortened(member.getKey(), 60) + "', which no card has; it may hold "
                                    + known()));
            if (!member.getValue().isTextual()) {
                throw bad(file, "has no text as '" + topic.key() + "'; put it into quotation marks");
            }
            texts.put(topic, member.getValue().textValue());
        }
        return texts;
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(STRICT.readTree(text));
        } catch (JsonProcessingException none) {
            return Optional.empty();
        }
    }

    private static String content(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw bad(file, "has more than " + Words.number(LARGEST) + " bytes, more than any card needs");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException otherwise) {
            throw bad(file, "is not UTF-8 text");
        }
    }

    private static CommandFailure bad(Path file, String what) {
        return new CommandFailure(ExitCode.BAD_INPUT, "--card: " + file + " " + what + ".");
    }

    private static String known() {
        return Arrays.stream(CardTopic.values()).map(CardTopic::key).collect(Collectors.joining(", "));
    }
}
