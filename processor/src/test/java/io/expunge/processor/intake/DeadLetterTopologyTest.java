/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.RequestState;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.SwitchableRegistry;
import io.expunge.processor.testing.World;
import io.expunge.schemas.RegistryUnavailableException;
import io.expunge.schemas.SchemaNotFoundException;
import io.expunge.store.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are no request become dead letters, and the next good request is served. */
class DeadLetterTopologyTest {
    private static final String MODEL = "news";
    private static final int LARGEST = 3000;

    @TempDir
    private Path state;

    private final SwitchableRegistry registry = new SwitchableRegistry();
    private World world;

    @BeforeEach
    void open() {
        world = new World(state, Map.of("expunge.intake.maximum-record-bytes", Integer.toString(LARGEST)), registry);
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification admission = world.jobs.take().get(0);
        world.done(admission, Outcomes.admitted(admission, List.of("culture", "health", "sport")));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private byte[] good() {
        return world.bytes(Requests.removeClass(2, MODEL, "sport"));
    }

    /** The one dead letter there is, which must say where the record stood. */
    private TestRecord<byte[], byte[]> onlyLetter(String reason, byte[] payload) {
        List<TestRecord<byte[], byte[]>> letters = world.deadLetters();
        assertThat(letters).hasSize(1);
        TestRecord<byte[], byte[]> letter = letters.get(0);
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo(reason);
        assertThat(header(letter, DeadLetter.STAGE)).isEqualTo("intake");
        assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo("expunge.deletion-requests");
        assertThat(header(letter, DeadLetter.PARTITION)).isEqualTo("0");
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("0");
        assertThat(header(letter, DeadLetter.DETAIL)).isNotBlank();
        assertThat(header(letter, DeadLetter.TIME))
                .isEqualTo(world.processorTime().toString());
        assertThat(letter.key()).isEqualTo("any-key".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.value()).isEqualTo(payload);
        return letter;
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private void theNextGoodRequestIsServed() {
        world.request(Requests.removeClass(99, MODEL, "health"));
        assertThat(world.states(Requests.id(99).toString()))
                .containsExactly(RequestState.RECEIVED, RequestState.BATCHED);
        assertThat(world.jobs.take()).hasSize(1);
    }

    @Test
    void aRecordWithoutValue() {
        world.rawRequest(null);
        onlyLetter("NULL_VALUE", new byte[0]);
        theNextGoodRequestIsServed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void tooShort(int length) {
        byte[] bytes = new byte[length];
        world.rawRequest(bytes);
        onlyLetter("TOO_SHORT", bytes);
        theNextGoodRequestIsServed();
    }

    @Test
    void wrongMagicByte() {
        byte[] bytes = good();
        bytes[0] = '{';
        world.rawRequest(bytes);
        onlyLetter("WRONG_MAGIC_BYTE", bytes);
        theNextGoodRequestIsServed();
    }

    @Test
    void aSchemaIdNobodyKnows() {
        byte[] bytes = good();
        ByteBuffer.wrap(bytes).putInt(1, 1_000_000);
        world.rawRequest(bytes);
        assertThat(header(onlyLetter("UNKNOWN_SCHEMA", bytes), DeadLetter.DETAIL))
                .contains("1000000");
        theNextGoodRequestIsServed();
    }

    @Test
    void theSchemaOfAnotherRecord() {
        byte[] bytes = world.bytes(Requests.registration(3, MODEL, "b".repeat(64)));
        world.rawRequest(bytes);
        assertThat(header(onlyLetter("OTHER_TYPE", bytes), DeadLetter.DETAIL)).contains("ModelRegistered");
        theNextGoodRequestIsServed();
    }

    @Test
    void bytesAfterTheEnd() {
        byte[] good = good();
        byte[] bytes = Arrays.copyOf(good, good.length + 3);
        world.rawRequest(bytes);
        onlyLetter("TRAILING_BYTES", bytes);
        theNextGoodRequestIsServed();
    }

    @Test
    void bytesThatEndTooEarly() {
        byte[] good = good();
        byte[] bytes = Arrays.copyOf(good, good.length - 3);
        world.rawRequest(bytes);
        onlyLetter("NOT_AVRO", bytes);
        theNextGoodRequestIsServed();
    }

    @Test
    void ofALargeRecordOnlyHashAndCoordinatesAreKept() {
        byte[] bytes = world.bytes(Requests.removeClass(2, MODEL, "s".repeat(LARGEST)));
        world.rawRequest(bytes);
        TestRecord<byte[], byte[]> letter = onlyLetter("TOO_LARGE", new byte[0]);
        assertThat(header(letter, DeadLetter.SHA_256))
                .isEqualTo(ContentHash.of(bytes).hex());
        assertThat(header(letter, DeadLetter.SIZE)).isEqualTo(Integer.toString(bytes.length));
        theNextGoodRequestIsServed();
    }

    private TestRecord<byte[], byte[]> letterOf(byte[] key, byte[] bytes, Headers headers) {
        world.rawRequest(key, bytes, headers);
        List<TestRecord<byte[], byte[]>> letters = world.deadLetters();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static List<String> namesOf(TestRecord<byte[], byte[]> letter) {
        return Arrays.stream(letter.headers().toArray()).map(Header::key).toList();
    }

    @Test
    void keyAndHeadersStayAsReceivedButNobodyForgesOurs() {
        byte[] key = {(byte) 0xff, 0, 7};
        Headers headers = new RecordHeaders()
                .add("trace", new byte[] {1, (byte) 0x80})
                .add("trace", null)
                .add(DeadLetter.REASON, "forged".getBytes(StandardCharsets.UTF_8))
                .add(DeadLetter.REPLAYS, "2".getBytes(StandardCharsets.UTF_8));
        TestRecord<byte[], byte[]> letter = letterOf(key, new byte[] {1}, headers);
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.headers().headers("trace"))
                .extracting(Header::value)
                .containsExactly(new byte[] {1, (byte) 0x80}, null);
        assertThat(namesOf(letter)).containsOnlyOnce(DeadLetter.REASON);
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("TOO_SHORT");
        assertThat(header(letter, DeadLetter.REPLAYS)).isEqualTo("2");
        assertThat(header(letter, DeadLetter.SIZE)).isEqualTo("1");
    }

    @Test
    void whatMadeItUnreadableIsNamedByItsClassAlone() {
        byte[] bytes = good();
        ByteBuffer.wrap(bytes).putInt(1, 1_000_000);
        world.rawRequest(bytes);
        TestRecord<byte[], byte[]> letter = world.deadLetters().get(0);
        assertThat(header(letter, DeadLetter.EXCEPTION)).isEqualTo(SchemaNotFoundException.class.getName());
        for (Header header : letter.headers()) {
            assertThat(new String(header.value(), StandardCharsets.UTF_8)).doesNotContain("sport", "\tat ");
        }
    }

    @Test
    void headersThatAreTooManyAreLeftOutAndCounted() {
        Headers headers = new RecordHeaders().add("a", new byte[20_000]).add("b", new byte[1]);
        TestRecord<byte[], byte[]> letter = letterOf(new byte[] {1}, new byte[] {1}, headers);
        assertThat(header(letter, DeadLetter.HEADERS_LEFT_OUT)).isEqualTo("2");
        assertThat(namesOf(letter)).allMatch(name -> name.startsWith(DeadLetter.PREFIX));
        assertThat(letter.value()).hasSize(1);
    }

    @Test
    void aKeyThatIsTooLargeGoesAndTheValueWithIt() {
        TestRecord<byte[], byte[]> letter = letterOf(new byte[20_000], new byte[] {1, 2, 3}, new RecordHeaders());
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isEmpty();
        assertThat(header(letter, DeadLetter.SIZE)).isEqualTo("3");
    }

    /** Such a record may be sent, and with a dead letter's headers it would be too large to be sent on: for ever. */
    @Test
    void ofBadBytesThatWouldNotFitBesideTheirHeadersOnlyHashAndCoordinatesAreKept(@TempDir Path other) {
        world.close();
        world = new World(other, Map.of(), registry);
        byte[] bytes = new byte[DeadLetter.LARGEST];
        Arrays.fill(bytes, (byte) 'x');
        world.rawRequest(bytes);
        TestRecord<byte[], byte[]> letter = onlyLetter("WRONG_MAGIC_BYTE", new byte[0]);
        assertThat(header(letter, DeadLetter.SHA_256))
                .isEqualTo(ContentHash.of(bytes).hex());
        byte[] shorter = Arrays.copyOf(bytes, DeadLetter.LARGEST - (1 << 15));
        world.rawRequest(shorter);
        assertThat(world.deadLetters()).singleElement().satisfies(kept -> assertThat(kept.value())
                .isEqualTo(shorter));
    }

    @Test
    void aDetailIsNeverLongerThanASentence() {
        DeadLetter letter = DeadLetter.of(new byte[0], "s", "r", "d".repeat(5000), new Coordinates("t", 0, 0));
        assertThat(letter.headers().get(DeadLetter.DETAIL)).hasSize(2000).endsWith("...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u0000b", "a\nb", "\u007f"})
    void aModelIdThatIsNone(String modelId) {
        byte[] bytes = world.bytes(Requests.removeClass(2, modelId, "sport"));
        world.rawRequest(bytes);
        onlyLetter("INVALID_MODEL_ID", bytes);
        theNextGoodRequestIsServed();
    }

    @Test
    void aModelIdThatIsTooLong() {
        byte[] bytes = world.bytes(Requests.removeClass(2, "m".repeat(201), "sport"));
        world.rawRequest(bytes);
        assertThat(header(onlyLetter("INVALID_MODEL_ID", bytes), DeadLetter.DETAIL))
                .contains("201");
        theNextGoodRequestIsServed();
    }

    @Test
    void registrationsAreHeldToTheSame() {
        world.rawRegistration(world.bytes(Requests.registration(3, "", "b".repeat(64))));
        world.rawRegistration(world.bytes(Requests.registration(4, MODEL, "b".repeat(65))));
        world.rawRegistration(new byte[] {1, 2, 3});
        assertThat(world.deadLetters())
                .extracting(letter -> header(letter, DeadLetter.REASON))
                .containsExactly("INVALID_MODEL_ID", "INVALID_FIELD", "TOO_SHORT");
        theNextGoodRequestIsServed();
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNoReasonForADeadLetter() {
        byte[] bytes = good();
        registry.failNext(1);
        assertThatThrownBy(() -> world.rawRequest(bytes)).hasRootCauseInstanceOf(RegistryUnavailableException.class);
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void anOutputRecordOnAnInputTopicIsRefused() {
        AuditRecorded audit = AuditRecorded.newBuilder()
                .setModelId(MODEL)
                .setSequence(1)
                .setKind(AuditKind.OPERATOR)
                .setRecordedAt(World.START)
                .setFacts(Map.of())
                .setPreviousHash("")
                .setHash("")
                .build();
        byte[] bytes = world.schemas.serializer(AuditRecorded.class).serialize("expunge.audit", audit);
        world.rawRequest(bytes);
        onlyLetter("OTHER_TYPE", bytes);
    }
}
