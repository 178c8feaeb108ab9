/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreContract;
import io.expunge.store.ModelStoreException.ForeignDirectory;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3ModelStoreTest extends ModelStoreContract {

    private static final S3Server SERVER = S3Server.shared();

    @Override
    protected ModelStore newStore() {
        return S3ModelStore.open(SERVER.client(), SERVER.newPlace());
    }

    @Test
    void anotherProcessFindsEverything() {
        S3Location place = SERVER.newPlace();
        ArtifactDraft draft = Drafts.forBatch(Drafts.fixed(), "m", "b");
        ContentHash hash;
        try (ModelStore store = S3ModelStore.open(SERVER.client(), place)) {
            hash = store.put(draft);
            assertThat(store.location(hash)).hasToString(place + "/manifests/" + hash + ".json");
        }
        try (ModelStore store = S3ModelStore.open(SERVER.client(), place)) {
            assertThat(store.open(hash).contents()).isEqualTo(draft.contents());
            assertThat(store.findByBatch("b")).contains(hash);
        }
    }

    @Test
    void lookingForAStoreMakesNone() {
        S3Location place = SERVER.newPlace();
        assertThat(S3ModelStore.openIfPresent(SERVER.client(), place)).isEmpty();
        assertThat(S3ModelStore.openIfPresent(SERVER.client(), place)).isEmpty();
        S3ModelStore.open(SERVER.client(), place).close();
        try (ModelStore store =
                S3ModelStore.openIfPresent(SERVER.client(), place).orElseThrow()) {
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void aPlaceOfSomethingElseIsLeftAlone() {
        S3Location place = SERVER.newPlace();
        try (S3Client client = SERVER.client()) {
            client.putObject(
                    request -> request.bucket(place.bucket()).key(place.name("thesis.tex")),
                    RequestBody.fromString("years of work"));
        }
        assertThatThrownBy(() -> S3ModelStore.open(SERVER.client(), place))
                .isInstanceOf(ForeignDirectory.class)
                .hasMessageContaining(place.toString());
    }
}
