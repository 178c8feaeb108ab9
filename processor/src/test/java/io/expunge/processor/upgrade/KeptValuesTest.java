/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.model.ModelCodecs;
import io.expunge.processor.model.ModelState;
import io.expunge.processor.model.RequestRow;
import io.expunge.processor.request.IntakeEntryCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every byte string that an earlier release kept is read by today's codecs. If one is not, the reader is wrong. */
class KeptValuesTest {
    private static final KeptState KEPT = KeptState.generation(1);
    private static final int KINDS = 36;

    private static final Map<String, BinaryCodec<?>> CODECS = Map.of(
            "expunge-models-changelog", ModelCodecs.MODEL_STATE,
            "expunge-requests-changelog", ModelCodecs.REQUEST_ROW,
            "expunge-batch-rows-changelog", ModelCodecs.BATCH_ROW,
            "expunge-published-batches-changelog", ModelCodecs.PUBLISHED_BATCH,
            "expunge-outbox-changelog", ModelCodecs.OUTBOX_ENTRY,
            "expunge-intake-repartition", new IntakeEntryCodec(),
            "expunge.commands", new CommandCodec());

    @Test
    void aValueOfEveryKindIsWhatItWas() throws Exception {
        Map<String, KeptValues.Kept<?>> expected = KeptValues.all();
        Map<String, String> kept = KEPT.values();
        assertThat(kept).hasSize(KINDS);
        kept.forEach((name, hex) -> assertThat((Object) expected.get(name).decode(hex))
                .as(name)
                .isEqualTo(expected.get(name).value()));
    }

    @Test
    void everyInternalRecordIsReadAndMeansTheSameWrittenAgain() throws Exception {
        Map<String, Integer> read = new HashMap<>();
        for (KeptRecord record : KEPT.records()) {
            BinaryCodec<?> codec = CODECS.get(record.topic());
            if (codec != null && record.value().isPresent()) {
                survives(codec, record.value().orElseThrow());
                read.merge(record.topic(), 1, Integer::sum);
            }
        }
        assertThat(read.keySet()).isEqualTo(CODECS.keySet());
    }

    private static <T> void survives(BinaryCodec<T> codec, byte[] bytes) {
        T value = codec.decode(bytes);
        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }

    @Test
    void theLastRowsSayWhereEverythingStood() throws Exception {
        ModelState news = ModelCodecs.MODEL_STATE.decode(last("expunge-models-changelog", "news"));
        assertThat(news.version()).isEqualTo(2);
        assertThat(news.pause().orElseThrow().operator()).isEqualTo("privacy-desk");
        ModelState wire = ModelCodecs.MODEL_STATE.decode(last("expunge-models-changelog", "wire"));
        assertThat(wire.inFlight()).isPresent();
        RequestRow stuck = ModelCodecs.REQUEST_ROW.decode(
                last("expunge-requests-changelog", "stuck\0" + "00000000-0000-0000-0000-00000000000c"));
        assertThat(stuck.state().name()).isEqualTo("QUARANTINED");
    }

    private static byte[] last(String topic, String key) throws Exception {
        List<KeptRecord> rows = KEPT.records().stream()
                .filter(record -> record.topic().equals(topic))
                .filter(record -> new String(record.key().orElseThrow(), StandardCharsets.UTF_8).equals(key))
                .toList();
        return rows.get(rows.size() - 1).value().orElseThrow();
    }
}
