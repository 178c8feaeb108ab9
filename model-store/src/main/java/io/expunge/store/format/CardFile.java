/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.CardStatement;
import io.expunge.store.CardTopic;
import io.expunge.store.ModelCard;
import io.expunge.store.ModelCard.ClassCount;
import io.expunge.store.ModelCard.DeletionCount;
import io.expunge.store.Operation;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The model card as programs read it, and as the store reads it back. Topics and limits that a later release adds are
 * passed over. Stateless and thread safe.
 */
final class CardFile {
    private static final String KIND = "model-card";

    private CardFile() {}

    static byte[] write(ModelCard card) {
        SortedMap<String, Object> members = new TreeMap<>();
        if (!card.accuracies().isEmpty()) { // what was written before they were recorded stays as it was
            members.put("accuracies", card.accuracies());
        }
        members.put("classes", card.classes().stream().map(CardFile::members).toList());
        members.put("configuration", card.configuration());
        members.put("deletions", members(card.deletions()));
        members.put("jdk", card.jdk());
        members.put("limits", CardLimits.of(card));
        members.put("method", card.method());
        members.put("metrics", card.metrics());
        members.put("model", card.modelId());
        members.put("operation", card.operation().name());
        SortedMap<String, String> stated = new TreeMap<>();
        card.statement().texts().forEach((topic, text) -> stated.put(topic.key(), text));
        members.put("stated", stated);
        members.put("terms", card.terms());
        return CanonicalJson.write(KIND, members);
    }

    static ModelCard read(String file, byte[] bytes) {
        JsonFields fields = CanonicalJson.read(file, KIND, bytes);
        try {
            return new ModelCard(
                    fields.text("model"),
                    statement(fields.object("stated")),
                    fields.parsed(fields.text("operation"), Operation::valueOf, "a known operation"),
                    fields.text("method"),
                    fields.object("configuration").textMap(),
                    fields.text("jdk"),
                    fields.objects("classes").stream().map(CardFile::classCount).toList(),
                    fields.count("terms"),
                    fields.object("metrics").numberMap(),
                    fields.optionalObject("accuracies")
                            .map(JsonFields::numberMap)
                            .orElseGet(TreeMap::new),
                    deletions(fields.object("deletions")));
        } catch (IllegalArgumentException refused) {
            throw fields.corrupt("a model card");
        }
    }

    private static SortedMap<String, Object> members(ClassCount count) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("evaluationDocuments", count.evaluationDocuments());
        members.put("name", count.name());
        members.put("trainingDocuments", count.trainingDocuments());
        return members;
    }

    private static SortedMap<String, Object> members(DeletionCount count) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("classes", count.classes());
        members.put("documents", count.documents());
        members.put("subjects", count.subjects());
        return members;
    }

    private static ClassCount classCount(JsonFields fields) {
        return new ClassCount(
                fields.text("name"), fields.count("trainingDocuments"), fields.count("evaluationDocuments"));
    }

    private static DeletionCount deletions(JsonFields fields) {
        List<String> classes = fields.texts("classes");
        return new DeletionCount(fields.count("documents"), fields.count("subjects"), classes);
    }

    private static CardStatement statement(JsonFields fields) {
        SortedMap<CardTopic, String> texts = new TreeMap<>();
        fields.textMap().forEach((key, text) -> CardTopic.of(key).ifPresent(topic -> texts.put(topic, text)));
        return new CardStatement(texts);
    }
}
