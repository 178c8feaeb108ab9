/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.stream.PromptCommit;
import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Says what the certified checks of a version's gate amount to. The checks travel in the version event; a version with no
 * certified check is not verified by their absence. Having read a committed version, it also tells the store of the head.
 */
@SuppressWarnings("NullAway.Init") // init is the constructor Kafka Streams gives us
public final class PublicationVerifier implements Processor<String, ModelVersionPublished, String, UnlearningVerified> {
    private final HeadHints hints;
    private ProcessorContext<String, UnlearningVerified> context;
    private PromptCommit commit;

    public PublicationVerifier(HeadHints hints) {
        this.hints = hints;
    }

    @Override
    public void init(ProcessorContext<String, UnlearningVerified> newContext) {
        context = newContext;
        commit = new PromptCommit(newContext);
    }

    @Override
    public void process(Record<String, ModelVersionPublished> record) {
        ModelVersionPublished version = record.value();
        context.recordMetadata()
                .ifPresent(metadata -> hints.advance(
                        version.getModelId(),
                        new HeadHint(
                                version.getVersion(), metadata.offset(), new ContentHash(version.getContentHash()))));
        long now = context.currentSystemTimeMs();
        context.forward(record.withValue(verdict(version, now)).withTimestamp(now));
        commit.processed();
    }

    static UnlearningVerified verdict(ModelVersionPublished version, long at) {
        List<VerificationCheck> certified = version.getChecks().stream()
                .filter(check -> check.getKind() == CheckKind.CERTIFIED)
                .toList();
        boolean passed =
                !certified.isEmpty() && certified.stream().allMatch(check -> check.getOutcome() == CheckOutcome.PASSED);
        return UnlearningVerified.newBuilder()
                .setModelId(version.getModelId())
                .setVersion(version.getVersion())
                .setContentHash(version.getContentHash())
                .setStage(VerificationStage.PUBLICATION)
                .setCoversFromVersion(version.getVersion())
                .setVerifiedAt(Instant.ofEpochMilli(at))
                .setVerdict(passed ? Verdict.PASSED : Verdict.FAILED)
                .setChecks(version.getChecks())
                .build();
    }
}
