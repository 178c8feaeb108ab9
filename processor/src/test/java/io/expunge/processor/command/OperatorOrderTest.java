/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.codec.MalformedBytesException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An order that exists is well formed, whoever wrote its bytes. */
class OperatorOrderTest {
    private static final String ID = "8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11";
    private static final String REQUEST = "00000000-0000-0000-0000-000000000007";

    private static OperatorOrder order(String id, String model, String operator, String reason, String request) {
        return new OperatorOrder(id, model, operator, reason, new OperatorVerb.Abandon(request));
    }

    /** What anybody could write. */
    private static byte[] bytes(long at, String id, String model, String operator, String reason, int verb) {
        BinaryWriter out = new BinaryWriter().writeByte(1).writeByte(16).writeLong(at);
        out.writeString(id).writeString(model).writeString(operator).writeString(reason);
        out.writeByte(verb);
        return (verb <= 2 ? out.writeString(REQUEST) : out).toByteArray();
    }

    @Test
    void theKeptBytesAreRead() throws IOException {
        Command.Operated kept =
                new Command.Operated(1_768_640_400_000L, order(ID, "news", "privacy-desk", "Served by hand.", REQUEST));
        assertThat(new CommandCodec().decode(keptBytes("command-operator-1.bin")))
                .isEqualTo(kept);
    }

    @Test
    void theKeptBytesOfARetryThatAcceptsALossAreReadAndWritten() throws IOException {
        Command.Operated kept = new Command.Operated(
                1_768_640_400_000L,
                new OperatorOrder(
                        ID, "news", "privacy-desk", "The erasure is lawful.", new OperatorVerb.Retry(REQUEST, true)));
        assertThat(new CommandCodec().encode(kept)).isEqualTo(keptBytes("command-operator-2.bin"));
        assertThat(new CommandCodec().decode(keptBytes("command-operator-2.bin")))
                .isEqualTo(kept);
    }

    /** As version 1 of the commands wrote it. */
    @Test
    void aRetryOfBeforeAcceptsNothing() {
        assertThat(new CommandCodec().decode(bytes(1, ID, "news", "desk", "", 1)))
                .isEqualTo(new Command.Operated(
                        1, new OperatorOrder(ID, "news", "desk", "", new OperatorVerb.Retry(REQUEST, false))));
    }

    private static byte[] keptBytes(String file) throws IOException {
        try (InputStream in = OperatorOrderTest.class.getResourceAsStream("/golden/" + file)) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            7 | news | desk | why | 00000000-0000-0000-0000-000000000007 | the order id must be a UUID
            8C1E0B4C-63F5-4C8E-9B6E-2F0D3F1F7A11 | news | desk | why | 00000000-0000-0000-0000-000000000007 | the order id
            8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11 | '' | desk | why | 00000000-0000-0000-0000-000000000007 | the model id
            8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11 | news | '' | why | 00000000-0000-0000-0000-000000000007 | the operator must have 1
            8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11 | news | desk | ' ' | 00000000-0000-0000-0000-000000000007 | the reason must have 1
            8c1e0b4c-63f5-4c8e-9b6e-2f0d3f1f7a11 | news | desk | why | ../../etc | the request id must be a UUID
            """)
    void whatIsWrongIsNamed(String id, String model, String operator, String reason, String request, String expected) {
        assertThatThrownBy(() -> order(id, model, operator, reason, request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u2028b", "a\ud800b"})
    void textIsOneHarmlessLine(String text) {
        assertThatThrownBy(() -> order(ID, "news", text, "why", REQUEST)).hasMessageContaining("one line");
        assertThatThrownBy(() -> order(ID, "news", "desk", text, REQUEST)).hasMessageContaining("one line");
    }

    @Test
    void textIsBounded() {
        assertThatThrownBy(() -> order(ID, "news", "d".repeat(101), "why", REQUEST))
                .hasMessageContaining("100");
        assertThatThrownBy(() -> order(ID, "news", "desk", "w".repeat(501), REQUEST))
                .hasMessageContaining("500");
    }

    @Test
    void aReasonIsNeededWhereSomethingIsGivenUpOrStopped() {
        assertThat(new OperatorOrder(ID, "news", "desk", "", new OperatorVerb.Retry(REQUEST)).reason())
                .isEmpty();
        assertThatThrownBy(() -> new OperatorOrder(ID, "news", "desk", "", new OperatorVerb.Retry(REQUEST, true)))
                .hasMessageContaining("the reason");
        assertThat(new OperatorOrder(ID, "news", "desk", "", new OperatorVerb.Resume()).reason())
                .isEmpty();
        assertThatThrownBy(() -> new OperatorOrder(ID, "news", "desk", "", new OperatorVerb.Pause()))
                .hasMessageContaining("the reason");
    }

    @Test
    void aRollbackNamesAVersionAndAReinstatementAClass() {
        assertThatThrownBy(() -> new OperatorOrder(ID, "news", "desk", "why", new OperatorVerb.Rollback(0)))
                .hasMessageContaining("must be 1 or more, not 0");
        assertThatThrownBy(() -> new OperatorOrder(ID, "news", "desk", "", new OperatorVerb.Rollback(1)))
                .hasMessageContaining("the reason");
        assertThatThrownBy(() -> new OperatorOrder(ID, "news", "desk", "why", new OperatorVerb.ReinstateClass(" ")))
                .hasMessageContaining("the class must have 1 to 200");
        assertThatThrownBy(() -> new OperatorOrder(ID, "news", "desk", "why", new OperatorVerb.ReinstateClass("a\nb")))
                .hasMessageContaining("one line");
    }

    @Test
    void whatIsWrittenByOthersIsHeldToTheSame() {
        assertThat(new CommandCodec().decode(bytes(0, ID, "news", "desk", "why", 3)))
                .isInstanceOf(Command.Operated.class);
        refused(bytes(-1, ID, "news", "desk", "why", 3), "1970 to 9999");
        refused(bytes(Long.MAX_VALUE, ID, "news", "desk", "why", 3), "1970 to 9999");
        refused(bytes(0, "x", "news", "desk", "why", 3), "the order id");
        refused(bytes(0, ID, "m".repeat(201), "desk", "why", 3), "the model id");
        refused(bytes(0, ID, "news", "desk", "why", 99), "kind 99");
    }

    private static void refused(byte[] bytes, String expected) {
        assertThatThrownBy(() -> new CommandCodec().decode(bytes))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining(expected);
    }
}
