/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.DeletionRequested;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Requests;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.PseudonymKey;
import io.expunge.store.PseudonymKeys;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a model's key that cannot be read means for its requests. */
class RequestTranslationTest {
    private static final Coordinates AT = new Coordinates("t", 0, 0);
    private static final IntakeSettings SETTINGS = new IntakeSettings(1 << 20, 10, 20, Set.of("retrain"));

    private static IntakeEntry translate(RuntimeException failure, DeletionRequested request)
            throws PoisonRecordException {
        return new RequestTranslation(SETTINGS, new FailingKeys(failure)).translate(request, AT);
    }

    @Test
    void aDamagedKeyLaysDocumentsAndSubjectsAside() {
        ArtifactCorrupt damaged = new ArtifactCorrupt("models/x/key", "a key", "none", "restore it from a backup");
        for (DeletionRequested request :
                new DeletionRequested[] {Requests.removeDocuments(1, "m", "d"), Requests.removeSubject(1, "m", "s")}) {
            assertThatThrownBy(() -> translate(damaged, request))
                    .isInstanceOf(PoisonRecordException.class)
                    .hasMessageContaining("models/x/key")
                    .hasMessageContaining("restore it")
                    .hasMessageContaining("send the record again")
                    .satisfies(poison -> assertThat(((PoisonRecordException) poison).reason())
                            .isEqualTo("KEY_UNREADABLE"));
        }
    }

    @Test
    void aClassNeedsNoKey() throws PoisonRecordException {
        ArtifactCorrupt damaged = new ArtifactCorrupt("models/x/key", "a key", "none", "restore it from a backup");
        IntakeEntry.Request request = (IntakeEntry.Request) translate(damaged, Requests.removeClass(1, "m", "sport"));
        assertThat(request.target()).isEqualTo(new RemovalTarget.OfClass("sport"));
        assertThat(request.refusal()).isEmpty();
    }

    @Test
    void aStoreThatIsAwayCondemnsNobody() {
        StoreUnavailable away = new StoreUnavailable("read", "key", "gone", "look", new IOException());
        assertThatThrownBy(() -> translate(away, Requests.removeSubject(1, "m", "s")))
                .isSameAs(away);
    }

    @Test
    void aTextIsCutBetweenCharacters() throws PoisonRecordException {
        DeletionRequested request = Requests.of(
                        1, "m", Requests.removeClass(1, "m", "a").getTarget())
                .setRequester("🙈".repeat(30))
                .build();
        IntakeEntry.Request taken = (IntakeEntry.Request) translate(new IllegalStateException("not asked"), request);
        assertThat(taken.requester()).isEqualTo("🙈".repeat(8) + "...");
        assertThat(taken.refusal()).isPresent();
    }

    private record FailingKeys(RuntimeException failure) implements PseudonymKeys {
        @Override
        public Optional<PseudonymKey> find(String modelId) {
            throw failure;
        }

        @Override
        public PseudonymKey getOrCreate(String modelId) {
            throw failure;
        }

        @Override
        public void destroy(String modelId) {
            throw failure;
        }
    }
}
