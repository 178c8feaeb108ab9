/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.SubjectRemoval;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that can be read and not served, and what becomes of the ids in those that can. */
class RefusedRequestTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "sport");

    /** An id that must turn up nowhere. */
    private static final String CANARY = "canary-4711";

    @TempDir
    private Path state;

    private World world;

    @BeforeEach
    void open() {
        world = new World(state, Map.of("expunge.intake.maximum-ids", "5", "expunge.intake.maximum-text-length", "30"));
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification job = world.jobs.take().get(0);
        world.done(job, Outcomes.admitted(job, CLASSES));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private RequestStatusChanged status(int request) {
        return world.status(MODEL, Requests.id(request).toString()).orElseThrow();
    }

    private void refused(Object target, ReasonCode code, String sentence) {
        refused(Requests.of(2, MODEL, target), code, sentence);
    }

    private void refused(DeletionRequested.Builder request, ReasonCode code, String sentence) {
        world.request(request.build());
        assertThat(world.states(Requests.id(2).toString())).containsExactly(RequestState.REJECTED);
        assertThat(status(2).getReasonCode()).isEqualTo(code);
        assertThat(status(2).getDetail()).contains(sentence).endsWith(".");
        assertThat(world.jobs.take()).isEmpty();
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void noDocuments() {
        refused(new DocumentRemoval(List.of()), ReasonCode.EMPTY_TARGET, "names no document");
    }

    @Test
    void aBlankDocumentIdIsNamedByItsPosition() {
        refused(new DocumentRemoval(List.of("d1", " ", "d3")), ReasonCode.EMPTY_TARGET, "at position 2");
    }

    @Test
    void aBlankLabel() {
        refused(new ClassRemoval(" "), ReasonCode.EMPTY_TARGET, "label");
    }

    @Test
    void aBlankSubjectKey() {
        refused(new SubjectRemoval(""), ReasonCode.EMPTY_TARGET, "subject key");
    }

    @Test
    void asManyIdsAsAllowedAndOneMore() {
        world.request(Requests.removeDocuments(3, MODEL, "1", "2", "3", "4", "5"));
        assertThat(status(3).getState()).isEqualTo(RequestState.BATCHED);
        world.jobs.take();
        refused(new DocumentRemoval(List.of("1", "2", "3", "4", "5", "6")), ReasonCode.TOO_MANY_IDS, "6 documents");
    }

    @Test
    void fieldsThatAreTooLongAreNamed() {
        String tooLong = "x".repeat(31);
        refused(new ClassRemoval(tooLong), ReasonCode.INVALID_FIELD, "label");
    }

    @Test
    void aRequesterThatIsTooLong() {
        refused(
                Requests.of(2, MODEL, new ClassRemoval("sport")).setRequester("x".repeat(31)),
                ReasonCode.INVALID_FIELD,
                "requester has 31 characters");
    }

    @Test
    void aReasonThatIsTooLong() {
        refused(
                Requests.of(2, MODEL, new ClassRemoval("sport")).setReason("x".repeat(31)),
                ReasonCode.INVALID_FIELD,
                "Field reason");
    }

    @Test
    void aLegalBasisThatIsTooLong() {
        refused(
                Requests.of(2, MODEL, new ClassRemoval("sport")).setLegalBasis("x".repeat(31)),
                ReasonCode.INVALID_FIELD,
                "legalBasis");
    }

    @Test
    void aCaseIdThatIsTooLong() {
        refused(
                Requests.of(2, MODEL, new ClassRemoval("sport")).setCaseId("x".repeat(31)),
                ReasonCode.INVALID_FIELD,
                "caseId");
    }

    @Test
    void aDeadlineThatIsNoDateOfOurCalendar() {
        for (long millis : new long[] {Long.MIN_VALUE, -62_135_596_800_001L, 253_402_300_800_000L, Long.MAX_VALUE}) {
            refused(
                    Requests.of(2, MODEL, new ClassRemoval("sport")).setDueBy(Instant.ofEpochMilli(millis)),
                    ReasonCode.INVALID_FIELD,
                    "dueBy");
            assertThat(status(2).getDueBy()).isNull();
        }
    }

    @Test
    void theFirstAndTheLastDate() {
        for (long millis : new long[] {-62_135_596_800_000L, 253_402_300_799_999L}) {
            int number = millis < 0 ? 3 : 4;
            world.request(Requests.of(number, MODEL, new ClassRemoval("sport"))
                    .setDueBy(Instant.ofEpochMilli(millis))
                    .build());
            assertThat(status(number).getDueBy()).isEqualTo(Instant.ofEpochMilli(millis));
            assertThat(status(number).getState()).isNotEqualTo(RequestState.REJECTED);
        }
    }

    @Test
    void aMethodNobodyKnows() {
        refused(
                Requests.of(2, MODEL, new ClassRemoval("sport")).setMethod("magic"),
                ReasonCode.UNSUPPORTED_METHOD,
                "hessian-reassignment");
    }

    @Test
    void anUnknownMethodIsNotKeptAtAnyLength() {
        world.request(Requests.of(2, MODEL, new ClassRemoval("sport"))
                .setMethod(CANARY.repeat(1000))
                .build());
        assertThat(status(2).getReasonCode()).isEqualTo(ReasonCode.UNSUPPORTED_METHOD);
        theCanaryIsNowhere();
    }

    @Test
    void documentsOfAModelWithoutAKeyCannotEvenBeNamed() {
        world.request(Requests.removeDocuments(2, "nobody", "d1"));
        RequestStatusChanged status =
                world.status("nobody", Requests.id(2).toString()).orElseThrow();
        assertThat(status.getReasonCode()).isEqualTo(ReasonCode.UNKNOWN_MODEL);
        assertThat(status.getDetail()).contains("'nobody'");
    }

    @Test
    void aRetryAfterTheModelBecameKnownIsNoConflict() {
        world.request(Requests.removeDocuments(2, "later", "d1"));
        world.register(Requests.registration(3, "later", "b".repeat(64)));
        world.request(Requests.removeDocuments(2, "later", "d1"));
        assertThat(world.deadLetters()).isEmpty();
        assertThat(world.states(Requests.id(2).toString())).containsExactly(RequestState.REJECTED);
    }

    @Test
    void repeatedIdsAreServedAndSaid() {
        world.request(Requests.removeDocuments(2, MODEL, "d1", "d2", "d1", "d1"));
        RequestStatusChanged received = world.statuses().stream()
                .filter(status -> status.getRequestId().equals(Requests.id(2).toString()))
                .findFirst()
                .orElseThrow();
        assertThat(received.getState()).isEqualTo(RequestState.RECEIVED);
        assertThat(received.getReasonCode()).isEqualTo(ReasonCode.DUPLICATE_IDS);
        assertThat(received.getDetail()).contains("2 of the ids").contains("position 4");
        assertThat(world.jobs.take()).hasSize(1);
    }

    @Test
    void idsLeaveNoTrace() {
        world.request(Requests.removeDocuments(2, MODEL, CANARY, CANARY, "d2"));
        world.request(Requests.removeSubject(3, MODEL, CANARY));
        world.request(Requests.removeDocuments(4, MODEL, CANARY, ""));
        world.request(Requests.removeDocuments(5, MODEL, CANARY, "2", "3", "4", "5", "6"));
        world.request(Requests.removeDocuments(6, "nobody", CANARY));
        world.request(Requests.removeSubject(2, MODEL, CANARY));
        world.request(Requests.removeSubject(7, MODEL, CANARY + "x".repeat(40)));
        byte[] broken = world.bytes(Requests.removeDocuments(8, MODEL, CANARY));
        world.rawRequest(java.util.Arrays.copyOf(broken, broken.length - 2));
        world.rawRequest(java.util.Arrays.copyOf(broken, broken.length + 2));
        world.rawRequest(CANARY.getBytes(StandardCharsets.UTF_8));
        for (List<JobSpecification> jobs = world.jobs.take(); !jobs.isEmpty(); jobs = world.jobs.take()) {
            world.done(jobs.get(0), Outcomes.unlearned(jobs.get(0), CLASSES));
        }
        theCanaryIsNowhere();
    }

    @Test
    void theSearchFindsWhatIsThere() {
        world.request(Requests.of(2, MODEL, new ClassRemoval("sport"))
                .setCaseId(CANARY)
                .build());
        assertThat(world.everythingProduced().entrySet().stream()
                        .filter(topic -> topic.getValue().stream().anyMatch(record -> holds(record.value())))
                        .map(Map.Entry::getKey))
                .as("topics that carry a case id, as the search sees them")
                .contains("expunge.request-status", "expunge-intake-repartition", "expunge-requests-changelog");
        assertThat(storeContents()).contains(CANARY);
    }

    /** In all that was produced, internal topics too, and in all that is stored; a dead letter's payload is as received. */
    private void theCanaryIsNowhere() {
        assertThat(storeContents()).as("state stores").doesNotContain(CANARY);
        world.everythingProduced().forEach((topic, records) -> {
            for (TestRecord<byte[], byte[]> record : records) {
                assertThat(holds(record.key())).as("key in %s", topic).isFalse();
                for (Header header : record.headers()) {
                    assertThat(holds(header.value()))
                            .as("header %s in %s", header.key(), topic)
                            .isFalse();
                }
                if (!topic.equals("expunge.dead-letters")) {
                    assertThat(holds(record.value())).as("value in %s", topic).isFalse();
                }
            }
        });
    }

    private static boolean holds(byte[] bytes) {
        return bytes != null && new String(bytes, StandardCharsets.ISO_8859_1).contains(CANARY);
    }

    private String storeContents() {
        StringBuilder text = new StringBuilder();
        for (String name : world.driver.getAllStateStores().keySet()) {
            KeyValueStore<Object, Object> store = world.driver.getKeyValueStore(name);
            try (KeyValueIterator<Object, Object> all = store.all()) {
                all.forEachRemaining(entry ->
                        text.append(entry.key).append('=').append(entry.value).append('\n'));
            }
        }
        assertThat(text).as("something is stored at all").isNotEmpty();
        return text.toString();
    }
}
