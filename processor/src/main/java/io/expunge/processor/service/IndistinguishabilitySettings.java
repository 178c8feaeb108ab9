/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.job.NoiseSecret;
import io.expunge.processor.model.ReleasePolicy;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which models are released with noise, and what is promised of them.
 *
 * @param policy what the ledger goes by
 * @param secret the file that noise is made from; there is one where the policy covers a model, or the service does not start
 */
public record IndistinguishabilitySettings(ReleasePolicy policy, Optional<Path> secret) {
    private static final String PREFIX = "expunge.indistinguishability.";
    private static final String MODELS = PREFIX + "models";
    private static final String SECRET = PREFIX + "secret";
    private static final String NONE = "none";
    private static final double LARGEST_NOISE = 10;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    static IndistinguishabilitySettings read(SettingsReader in, VectoriserPolicy vectoriser) {
        Set<String> models = in.text(MODELS).equals(NONE)
                ? Set.of()
                : Arrays.stream(in.text(MODELS).split(",", -1))
                        .map(String::strip)
                        .collect(Collectors.toSet());
        Optional<Path> secret =
                Optional.of(in.text(SECRET)).filter(text -> !text.equals(NONE)).map(Path::of);
        IndistinguishabilitySettings settings = new IndistinguishabilitySettings(policy(in, models), secret);
        settings.requireConditions(vectoriser);
        return settings;
    }

    private static ReleasePolicy policy(SettingsReader in, Set<String> models) {
        IndistinguishabilityTarget target = new IndistinguishabilityTarget(
                in.positiveDecimal(PREFIX + "distance"),
                in.positiveDecimal(PREFIX + "epsilon"),
                in.shareBelowOne(PREFIX + "delta"));
        requirePossible(target);
        double budget = in.positiveDecimal(PREFIX + "budget-epsilon");
        if (budget < target.epsilon()) {
            throw new ConfigurationException("setting " + PREFIX + "budget-epsilon is " + budget
                    + ", which does not allow a single release at " + PREFIX + "epsilon " + target.epsilon());
        }
        return new ReleasePolicy(
                models,
                target,
                budget,
                in.share(PREFIX + "warn-at"),
                in.choice(PREFIX + "when-spent", ReleasePolicy.WhenSpent.class));
    }

    /** What the mathematics cannot do is said now, not by the first job. */
    private static void requirePossible(IndistinguishabilityTarget target) {
        String what = PREFIX + "epsilon " + target.epsilon() + ", " + PREFIX + "delta " + target.delta() + " and "
                + PREFIX + "distance " + target.distance();
        double noise;
        try {
            noise = target.standardDeviation();
        } catch (IllegalArgumentException none) {
            throw new ConfigurationException(
                    "settings " + what + ": " + none.getMessage() + "; a larger epsilon or delta asks for less");
        }
        if (noise > LARGEST_NOISE) {
            throw new ConfigurationException(
                    "settings " + what + " ask for noise of " + noise + " on every weight, where " + LARGEST_NOISE
                            + " drowns any model; a smaller distance, or a larger epsilon or delta, asks for less");
        }
    }

    /** The theorem's conditions, as far as settings decide them. */
    private void requireConditions(VectoriserPolicy vectoriser) {
        if (policy.models().isEmpty()) {
            return;
        }
        if (policy.models().contains("")) {
            throw new ConfigurationException("setting " + MODELS + " holds an empty model id; name models, separated by"
                    + " commas, or " + ReleasePolicy.EVERY + " for all, or " + NONE);
        }
        if (vectoriser == VectoriserPolicy.FROZEN) {
            throw new ConfigurationException(
                    "setting expunge.vectoriser is frozen, which keeps terms of the forgotten and"
                            + " makes any promise of " + MODELS + " void; set it to refit, or " + MODELS + " to "
                            + NONE);
        }
    }

    private static String remedy() {
        return "make a file with 'openssl rand -hex 32 > FILE', readable by the service alone and the same for all instances";
    }

    /**
     * What noise is made from; empty where no model is released with noise.
     *
     * @throws ConfigurationException if no file is named, it cannot be read, can be read by others, or holds something else
     */
    public Optional<NoiseSecret> noise() {
        if (policy.models().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(noise(secret.orElseThrow(() -> new ConfigurationException(
                "setting " + SECRET + " is " + NONE + ", and there is nothing to make noise from; " + remedy()))));
    }

    private static NoiseSecret noise(Path file) {
        requirePrivate(file);
        try {
            return NoiseSecret.ofHex(Files.readString(file));
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    "setting " + SECRET + " names " + file + ", which cannot be read; " + remedy());
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(
                    "setting " + SECRET + " names " + file + ": " + wrong.getMessage() + "; " + remedy());
        }
    }

    /** Who can read it can subtract the noise of every release. */
    private static void requirePrivate(Path file) {
        if (permissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new ConfigurationException(
                    "setting " + SECRET + " names " + file + ", which others can read or write; run 'chmod 600' on it");
        }
    }

    /** None where the file is not there, which reading it says, or where files have no owners. */
    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException none) {
            return Set.of();
        }
    }
}
