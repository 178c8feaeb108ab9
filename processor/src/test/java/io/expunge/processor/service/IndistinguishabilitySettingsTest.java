/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.processor.job.ReleaseTerms;
import io.expunge.processor.model.ReleasePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndistinguishabilitySettingsTest {
    private static final String PREFIX = "expunge.indistinguishability.";
    private static final String SECRET = "0123456789abcdef".repeat(4);

    @TempDir
    private Path directory;

    private static IndistinguishabilitySettings settings(Map<String, String> changes) {
        return ProcessorConfiguration.of(changes).indistinguishability();
    }

    private static Map<String, String> on(Path secret, Map<String, String> more) {
        Map<String, String> settings =
                new TreeMap<>(Map.of(PREFIX + "models", "news, letters", PREFIX + "secret", secret.toString()));
        settings.putAll(more);
        return settings;
    }

    private Path secret(String text) throws IOException {
        Path file = Files.createFile(
                directory.resolve("noise"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    @Test
    void byDefaultNothingIsPromisedAndNoSecretNeeded() {
        IndistinguishabilitySettings defaults = settings(Map.of());
        assertThat(defaults.policy()).isEqualTo(ReleasePolicy.NONE);
        assertThat(defaults.noise()).isEmpty();
    }

    @Test
    void namedModelsArePromisedWhatTheSettingsSay() throws IOException {
        IndistinguishabilitySettings settings =
                settings(on(secret(SECRET + "\n"), Map.of(PREFIX + "epsilon", "0.5", PREFIX + "distance", "1e-4")));
        assertThat(settings.noise()).isPresent();
        assertThat(settings.policy().covers("letters")).isTrue();
        assertThat(settings.policy().covers("other")).isFalse();
        assertThat(settings.policy().target().epsilon()).isEqualTo(0.5);
        assertThat(settings.policy().target().distance()).isEqualTo(1e-4);
    }

    @Test
    void aPlainModelsTermsArePlain() throws IOException {
        assertThat(ReleaseTerms.PLAIN.text()).isEmpty();
        assertThat(ProcessorConfiguration.of(on(secret(SECRET), Map.of()))
                        .policy()
                        .release())
                .isNotEqualTo(ReleasePolicy.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "expunge.vectoriser, frozen, expunge.vectoriser is frozen",
        "expunge.indistinguishability.models, 'news,,letters', empty model id",
        "expunge.indistinguishability.epsilon, 0, above 0",
        "expunge.indistinguishability.epsilon, 1e-9, asks for less",
        "expunge.indistinguishability.distance, 100, drowns any model",
        "expunge.indistinguishability.delta, 1, below 1",
        "expunge.indistinguishability.distance, -1, above 0",
        "expunge.indistinguishability.budget-epsilon, 0.9, single release",
        "expunge.indistinguishability.warn-at, 1.1, up to 1",
        "expunge.indistinguishability.when-spent, ask, TIGHTEN"
    })
    void whatVoidsThePromiseIsRefusedBySettingAndRemedy(String key, String value, String said) {
        assertThatThrownBy(() -> settings(on(Path.of("secret"), Map.of(key, value))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(said);
    }

    @Test
    void aSecretThatIsNoneIsNamedWithoutBeingRepeated() throws IOException {
        IndistinguishabilitySettings settings = settings(on(secret("correct horse battery staple"), Map.of()));
        assertThatThrownBy(settings::noise)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expunge.indistinguishability.secret")
                .hasMessageContaining("64 hexadecimal digits")
                .hasMessageNotContaining("horse");
    }

    @Test
    void withoutASecretTheServiceDoesNotStart() {
        assertThatThrownBy(() -> settings(on(Path.of("none"), Map.of())).noise())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expunge.indistinguishability.secret")
                .hasMessageContaining("openssl rand");
    }

    @Test
    void aSecretThatIsMissingIsNamed() {
        assertThatThrownBy(() ->
                        settings(on(directory.resolve("nothing"), Map.of())).noise())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("openssl rand -hex 32");
    }

    @Test
    void aSecretThatOthersMayReadIsRefused() throws IOException {
        Path file = secret(SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> settings(on(file, Map.of())).noise())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("chmod 600");
    }
}
