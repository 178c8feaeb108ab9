/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * What only the people behind a model can say of it; the rest of a model card is counted. The topics are questions of the
 * model card of Mitchell et al. 2019 (doi:10.1145/3287560.3287596).
 */
public enum CardTopic {
    /** What the model is for. */
    PURPOSE("purpose"),
    /** Who is meant to use it. */
    USERS("users"),
    /** What it must not be used for. */
    OUT_OF_SCOPE("outOfScope"),
    /** Groups, instruments and surroundings that may make a difference. */
    FACTORS("factors"),
    /** Where the training documents come from. */
    TRAINING_DATA("trainingData"),
    /** Where the evaluation documents come from. */
    EVALUATION_DATA("evaluationData"),
    /** Risks, sensitive uses, what was done about them. */
    ETHICS("ethicalConsiderations"),
    /** What else to know before using it. */
    CAVEATS("caveats"),
    /** Whom to ask; a role or a team, as cards travel with models. */
    CONTACT("contact"),
    /** Under which terms it may be used. */
    LICENCE("licence"),
    /** What to read and to cite. */
    REFERENCES("references");

    private final String key;

    CardTopic(String key) {
        this.key = key;
    }

    /** Returns the name in files; part of the format, never changed. */
    public String key() {
        return key;
    }

    /** Returns the topic of a name in files. */
    public static Optional<CardTopic> of(String key) {
        return Arrays.stream(values()).filter(topic -> topic.key.equals(key)).findFirst();
    }
}
