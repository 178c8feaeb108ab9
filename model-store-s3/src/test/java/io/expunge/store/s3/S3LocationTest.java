/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {

    @ParameterizedTest
    @CsvSource({
        "s3://bucket, bucket, ''",
        "s3://bucket/, bucket, ''",
        "s3://my.bucket-1/a, my.bucket-1, a/",
        "s3://bucket/Team_A/x=1/v1.0/, bucket, Team_A/x=1/v1.0/"
    })
    void whatPeopleWriteIsRead(String text, String bucket, String prefix) {
        S3Location place = S3Location.parse(text);
        assertThat(place).isEqualTo(new S3Location(bucket, prefix));
        assertThat(S3Location.parse(place.toString())).isEqualTo(place);
        assertThat(place.uri("manifests/ab.json")).hasToString("s3://" + bucket + "/" + prefix + "manifests/ab.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://",
                "s3:///a",
                "s3://ab",
                "s3://Bucket",
                "s3://bucket//a",
                "s3://bucket/a/../b",
                "s3://bucket/a b",
                "s3://key:secret@bucket/a",
                "S3://bucket"
            })
    void whatIsNoPlaceIsExplained(String text) {
        assertThat(S3Location.isMeant(text)).isTrue();
        assertThatThrownBy(() -> S3Location.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3://BUCKET/PREFIX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3:/bucket", "/s3://bucket", "store", "http://host/bucket"})
    void aDirectoryIsNotMeant(String text) {
        assertThat(S3Location.isMeant(text)).isFalse();
    }

    @Test
    void anEndpointIsAnAddressAndNothingElse() {
        for (String wrong : new String[] {"ftp://host", "host:9000", "https://user:secret@host", "https://host/path"}) {
            assertThatThrownBy(() -> new S3Settings(Optional.of(URI.create(wrong)), Optional.empty(), true))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
