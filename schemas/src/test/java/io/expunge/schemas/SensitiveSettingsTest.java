/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class SensitiveSettingsTest {
    @Example
    void secretsAreKnownByTheirKeys() {
        assertThat(List.of(
                        "ssl.truststore.password",
                        "ssl.key.password",
                        "ssl.keystore.key",
                        "sasl.jaas.config",
                        "sasl.oauthbearer.client.credentials.client.secret",
                        "listener.name.x.SASL.JAAS.CONFIG",
                        "schema.registry.basic.auth.user.info",
                        "bearer.auth.token"))
                .allMatch(SensitiveSettings::isSensitive);
        assertThat(List.of("bootstrap.servers", "ssl.truststore.location", "sasl.mechanism", "expunge.topic-prefix"))
                .noneMatch(SensitiveSettings::isSensitive);
    }

    @Example
    void aTextOfSettingsHidesSecretsAndNothingElse() {
        assertThat(SensitiveSettings.text(Map.of(
                        "sasl.mechanism", "PLAIN",
                        "ssl.key.password", "canary",
                        "schema.registry.url", "https://me:canary@registry/a")))
                .isEqualTo("{sasl.mechanism=PLAIN, schema.registry.url=https://registry/a, ssl.key.password=[hidden]}");
    }

    @Example
    void aUrlLosesItsUserInfoOnly() {
        assertThat(SensitiveSettings.withoutUserInfo("no http://u:p@h:1/x or https://h/a of b@c"))
                .isEqualTo("no http://h:1/x or https://h/a of b@c");
        assertThat(SensitiveSettings.hasUserInfo("https://u:p@h")).isTrue();
        assertThat(SensitiveSettings.hasUserInfo("https://h/u")).isFalse();
    }

    @Property(tries = Seeds.TRIES, seed = Seeds.PROPERTY)
    void whateverAPasswordHoldsOnlyTheHostIsLeft(
            @ForAll @CharRange(from = '!', to = '~') String password,
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String host) {
        String url = "https://user:" + password + "@" + host;

        assertThat(SensitiveSettings.hasUserInfo(url)).isTrue();
        assertThat(SensitiveSettings.withoutUserInfo("no " + url + "/path yet"))
                .isEqualTo("no https://" + host + "/path yet");
    }
}
