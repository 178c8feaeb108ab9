/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.codec.BinaryWriter;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import java.util.List;

/** Names a batch by everything its result depends on, so that starting its job twice does no harm. */
final class BatchId {
    private BatchId() {}

    static String of(
            String modelId,
            String baseHash,
            String method,
            ModelPolicy policy,
            List<RequestRow> rows,
            HonouredDeletions remembered) {
        BinaryWriter out =
                new BinaryWriter().writeString(modelId).writeString(baseHash).writeString(method);
        out.writeInt(policy.settings().size());
        policy.settings().forEach((key, value) -> out.writeString(key).writeString(value));
        out.writeList(rows, (o, row) -> o.writeString(row.entry().id())
                .writeString(row.entry().contentHash()));
        out.writeList(remembered.documents(), (o, document) -> o.writeString(document.toString()));
        out.writeList(remembered.subjects(), (o, subject) -> o.writeString(subject.toString()));
        writeAttempts(out, rows);
        return ContentHash.of(out.toByteArray()).hex();
    }

    /** A retry is another batch: what a job of the first attempt still has to say must not be taken for its answer. */
    private static void writeAttempts(BinaryWriter out, List<RequestRow> rows) {
        if (rows.stream().anyMatch(row -> row.quarantines() > 0)) {
            out.writeList(rows, (o, row) -> o.writeInt(row.quarantines()));
        }
    }
}
