/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.command.QueuedRollback;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.command.Repair;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.ReleaseTerms;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import java.util.List;
import java.util.Optional;

/** Names a batch by everything its result depends on, so that starting its job twice does no harm. */
final class BatchId {
    private BatchId() {}

    static String of(
            String modelId,
            String baseHash,
            String method,
            ModelPolicy policy,
            List<RequestRow> rows,
            HonouredDeletions remembered,
            List<Reinstatement> reinstated,
            ReleaseTerms terms) {
        BinaryWriter out =
                new BinaryWriter().writeString(modelId).writeString(baseHash).writeString(method);
        out.writeInt(policy.settings().size());
        policy.settings().forEach((key, value) -> out.writeString(key).writeString(value));
        out.writeList(rows, (o, row) -> o.writeString(row.entry().id())
                .writeString(row.entry().contentHash()));
        out.writeList(remembered.documents(), (o, document) -> o.writeString(document.toString()));
        out.writeList(remembered.subjects(), (o, subject) -> o.writeString(subject.toString()));
        if (!remembered.classes().isEmpty()) {
            out.writeString("classes").writeList(remembered.classes(), BinaryWriter::writeString);
        }
        writeAttempts(out, rows);
        if (!reinstated.isEmpty()) {
            writeReinstated(out, reinstated);
        }
        Optional<String> accepting =
                rows.stream().flatMap(row -> row.lossAcceptedBy().stream()).findFirst();
        accepting.ifPresent(operator -> out.writeString("accuracy-loss").writeString(operator));
        if (!terms.equals(ReleaseTerms.PLAIN)) {
            out.writeString("release").writeString(terms.text());
        }
        return ContentHash.of(out.toByteArray()).hex();
    }

    /** Of a rollback; the order is part of it, because one that was refused may be given again. */
    static String ofRollback(
            String modelId,
            ModelState state,
            ModelPolicy policy,
            QueuedRollback queued,
            HonouredDeletions remembered,
            ReleaseTerms terms) {
        BinaryWriter out = new BinaryWriter()
                .writeString("rollback")
                .writeString(of(
                        modelId,
                        state.headHash(),
                        policy.defaultMethod(),
                        policy,
                        List.of(),
                        remembered,
                        List.of(),
                        terms))
                .writeString(queued.orderId())
                .writeLong(queued.to());
        writeReinstated(out, state.returns().reinstated());
        return ContentHash.of(out.toByteArray()).hex();
    }

    /** Of a repair; what failed is part of it, since it is done once for each failed verdict. */
    static String ofRepair(
            String modelId,
            ModelState state,
            ModelPolicy policy,
            Repair repair,
            HonouredDeletions remembered,
            ReleaseTerms terms) {
        return ContentHash.of(new BinaryWriter()
                        .writeString("repair")
                        .writeString(of(
                                modelId,
                                state.headHash(),
                                JobSpecification.Repair.METHOD,
                                policy,
                                List.of(),
                                remembered,
                                List.of(),
                                terms))
                        .writeLong(repair.version())
                        .writeString(repair.checks())
                        .toByteArray())
                .hex();
    }

    private static void writeReinstated(BinaryWriter out, List<Reinstatement> reinstated) {
        out.writeList(reinstated, (o, one) -> o.writeString(one.label()).writeLong(one.since()));
    }

    /** A retry is another batch: what a job of the first attempt still has to say must not be taken for its answer. */
    private static void writeAttempts(BinaryWriter out, List<RequestRow> rows) {
        if (rows.stream().anyMatch(row -> row.quarantines() > 0)) {
            out.writeList(rows, (o, row) -> o.writeInt(row.quarantines()));
        }
    }
}
