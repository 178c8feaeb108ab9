/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.command.Command.Erased;
import io.expunge.processor.command.Command.PurgeDone;
import io.expunge.processor.command.Command.PurgeIntended;
import io.expunge.processor.command.Command.Seed;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.Forgetting;
import io.expunge.processor.command.LedgerSeed.OfProtection;
import io.expunge.processor.command.LedgerSeed.OfStored;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands about purges as a release wrote them are read for ever. */
class PurgeBytesTest {
    private static final long AT = 1_768_640_400_000L;
    private static final String HASH = "12".repeat(32);
    private static final String OTHER = "34".repeat(32);

    static List<Arguments> kept() {
        return List.of(
                Arguments.of("purge-intended", new PurgeIntended(AT, "news", 17)),
                Arguments.of(
                        "purge-done",
                        new PurgeDone(
                                AT,
                                "news",
                                17,
                                List.of(new Erased(HASH, 11, 4_711_000_000L)),
                                List.of(OTHER),
                                List.of("56".repeat(32)),
                                2)),
                Arguments.of(
                        "seed-stored",
                        seed(new OfStored(
                                2,
                                HASH,
                                true,
                                Optional.of(new Forgetting(
                                        3,
                                        OTHER,
                                        AT,
                                        Optional.of(AT + 1),
                                        List.of("00000000-0000-0000-0000-000000000007"),
                                        1))))),
                Arguments.of("seed-kept", seed(new OfStored(3, OTHER, false, Optional.empty()))),
                Arguments.of(
                        "seed-hold", seed(new OfProtection(true, Optional.empty(), AT, "legal", "Case 7 is pending."))),
                Arguments.of("seed-pin", seed(new OfProtection(false, Optional.of(2L), AT, "desk", "Compared with."))));
    }

    private static Seed seed(Fact fact) {
        return new Seed(AT, new LedgerSeed("news", 3, OTHER, fact));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void theKeptBytesAreReadAndWritten(String name, Command command) throws IOException {
        try (InputStream in = PurgeBytesTest.class.getResourceAsStream("/golden/command-" + name + "-1.bin")) {
            assertThat(in).as(name).isNotNull();
            byte[] bytes = in.readAllBytes();
            assertThat(new CommandCodec().decode(bytes)).isEqualTo(command);
            bytes[0] = (byte) new CommandCodec().version(); // which changed nothing here
            assertThat(new CommandCodec().encode(command)).isEqualTo(bytes);
        }
    }
}
