/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.StatusTransition;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.JobSpecification.Wanted;
import io.expunge.processor.model.AuditChain;
import io.expunge.processor.model.ModelState;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.Sample;
import io.expunge.processor.testing.World;
import io.expunge.schemas.EventTrust;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.ProgressMonitor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A promise that is kept passes, and each way to break it is noticed. */
class PromisesTest {
    static {
        EventTrust.establish(); // events are copied here, which makes their enums from their names
    }

    private static final Sample SAMPLE = new Sample();
    private static final String MODEL = Sample.MODEL;
    private static final String[] DOCUMENTS = SAMPLE.idsOf("science");
    private static final DeletionRequested REQUEST = Requests.removeDocuments(2, MODEL, DOCUMENTS[0]);
    private static final String ID = REQUEST.getRequestId().toString();
    private static final ModelVersionPublished FIRST = first(1);
    private static final ModelVersionPublished SECOND = second(DOCUMENTS[0]);

    private static ModelVersionPublished first(long version) {
        JobSpecification job = SAMPLE.admission("", SAMPLE.base.hex());
        return event(job, version).build();
    }

    /** A version that says it served the request, made by removing some document. */
    private static ModelVersionPublished second(String document) {
        JobSpecification.Unlearning named =
                SAMPLE.job(new ContentHash(FIRST.getContentHash()), SAMPLE.documents(document));
        JobSpecification job = new JobSpecification.Unlearning(
                MODEL,
                named.batchId(),
                named.baseHash(),
                named.method(),
                List.of(new Wanted(ID, named.requests().get(0).target())));
        return event(job, 2)
                .setParent(1L)
                .setParentContentHash(FIRST.getContentHash())
                .build();
    }

    private static ModelVersionPublished.Builder event(JobSpecification job, long version) {
        Outcome.Produced produced = (Outcome.Produced) SAMPLE.executor(1).execute(job, ProgressMonitor.NONE);
        return ModelVersionPublished.newBuilder(produced.draft())
                .setVersion(version)
                .setBatchId(job.batchId());
    }

    private static RequestStatusChanged status(RequestState... states) {
        List<StatusTransition> transitions = Stream.of(states)
                .map(state -> new StatusTransition(state, World.START, ReasonCode.NONE, ""))
                .toList();
        return RequestStatusChanged.newBuilder()
                .setModelId(MODEL)
                .setRequestId(ID)
                .setKind(RequestKind.DOCUMENT_REMOVAL)
                .setState(states[states.length - 1])
                .setReasonCode(ReasonCode.NONE)
                .setDetail("")
                .setModelVersion(2L)
                .setTransitions(transitions)
                .build();
    }

    private static void requireBroken(Promise promise, String words) {
        assertThatThrownBy(promise::judge).isInstanceOf(AssertionError.class).hasMessageContaining(words);
    }

    @Test
    void aRequestThatIsServedOnceIsNotLost() {
        NoRequestLost promise = new NoRequestLost(SAMPLE.store);
        promise.acknowledged(REQUEST);
        requireBroken(promise, ID);
        promise.status(status(RequestState.RECEIVED));
        requireBroken(promise, "not at rest");
        promise.version(SECOND);
        promise.status(status(RequestState.RECEIVED, RequestState.VERIFIED));
        promise.judge();
        assertThat(promise.atRest()).isEqualTo(1);
    }

    @Test
    void aQuarantinedRequestIsOpenlyAtRest() {
        NoRequestLost promise = new NoRequestLost(SAMPLE.store);
        promise.acknowledged(REQUEST);
        promise.status(status(RequestState.QUARANTINED));
        promise.judge();
    }

    @Test
    void aSecondFinalStatusARewrittenHistoryAndASecondApplicationAreNoticed() {
        NoRequestLost promise = new NoRequestLost(SAMPLE.store);
        promise.status(status(RequestState.RECEIVED, RequestState.BATCHED));
        assertThatThrownBy(() -> promise.status(status(RequestState.RECEIVED, RequestState.APPLIED)))
                .isInstanceOf(AssertionError.class);
        promise.status(status(RequestState.RECEIVED, RequestState.APPLIED, RequestState.VERIFIED));
        assertThatThrownBy(() -> promise.status(status(
                        RequestState.RECEIVED, RequestState.APPLIED, RequestState.VERIFIED, RequestState.VERIFIED)))
                .isInstanceOf(AssertionError.class);
        promise.version(SECOND);
        assertThatThrownBy(() -> promise.version(SECOND)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aServedRequestWhoseStatusSaysOtherwiseIsNoticed() {
        NoRequestLost promise = new NoRequestLost(SAMPLE.store);
        promise.acknowledged(REQUEST);
        promise.version(SECOND);
        promise.status(status(RequestState.REJECTED));
        requireBroken(promise, "REJECTED");
    }

    @Test
    void versionsThatFollowEachOtherAreInOrder() {
        VersionsInOrder promise = new VersionsInOrder(SAMPLE.store);
        promise.version(FIRST);
        promise.version(SECOND);
        requireBroken(promise, "heads");
        promise.head(FIRST);
        promise.head(SECOND);
        promise.judge();
    }

    @Test
    void aGapARepetitionAnOrphanAndAMissingArtifactAreNoticed() {
        VersionsInOrder promise = new VersionsInOrder(SAMPLE.store);
        assertThatThrownBy(() -> promise.version(SECOND)).isInstanceOf(AssertionError.class);
        promise.version(FIRST);
        assertThatThrownBy(() -> promise.version(FIRST)).isInstanceOf(AssertionError.class);
        ModelVersionPublished orphan = ModelVersionPublished.newBuilder(SECOND)
                .setParentContentHash("0".repeat(64))
                .build();
        assertThatThrownBy(() -> promise.version(orphan)).isInstanceOf(AssertionError.class);
        ModelVersionPublished nowhere = ModelVersionPublished.newBuilder(SECOND)
                .setContentHash("0".repeat(64))
                .build();
        assertThatThrownBy(() -> promise.version(nowhere)).hasMessageContaining("0000");
    }

    @Test
    void bitsAreTheSameOnlyIfTheJobIsTheSame() {
        SameBits kept = new SameBits(SAMPLE.store, Sample.options());
        kept.acknowledged(REQUEST);
        kept.version(FIRST);
        kept.version(SECOND);
        kept.judge();
        assertThat(kept.repeated()).isEqualTo(1);
        SameBits broken = new SameBits(SAMPLE.store, Sample.options());
        broken.acknowledged(REQUEST);
        broken.version(second(DOCUMENTS[1]));
        requireBroken(broken, "content hash of version 2");
    }

    @Test
    void whatAVersionStillHoldsIsNoticed() {
        NothingResurrected kept = new NothingResurrected(SAMPLE.store);
        NothingResurrected broken = new NothingResurrected(SAMPLE.store);
        for (NothingResurrected promise : List.of(kept, broken)) {
            promise.acknowledged(REQUEST);
            promise.version(FIRST);
            promise.version(SECOND);
            promise.status(status(RequestState.VERIFIED));
        }
        assertThatCode(kept::judge).doesNotThrowAnyException();
        broken.version(first(3));
        requireBroken(broken, "version 3");
    }

    @Test
    void aBrokenAuditChainIsNoticed() {
        AuditUnbroken promise = new AuditUnbroken();
        AuditRecorded one = audit(ModelState.unpublished());
        promise.audit(one);
        assertThatThrownBy(() -> promise.audit(one)).isInstanceOf(AssertionError.class);
        AuditRecorded forged = AuditRecorded.newBuilder(one).setModelId("other").build();
        assertThatThrownBy(() -> promise.audit(forged)).isInstanceOf(AssertionError.class);
        promise.version(ModelVersionPublished.newBuilder(FIRST)
                .setAuditHash(one.getHash())
                .build());
        promise.judge();
        promise.version(SECOND);
        requireBroken(promise, "audit");
    }

    private static AuditRecorded audit(ModelState state) {
        return AuditChain.next(MODEL, state, AuditKind.VERSION_PUBLISHED, 0, Map.of());
    }
}
