/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.RequestState;
import io.expunge.processor.command.Command.JobDone;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.command.QueuedRollback;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.ReleaseTerms;
import io.expunge.processor.model.OperatorActions.Answer;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes the state of an older version up again, as a new version, when an operator orders it. The order is queued in the
 * model's state and becomes the next batch; the job applies everything that was to be forgotten since. Every order is
 * answered in the audit log: when it is taken in, and when it is done or cannot be done. Owned by one task.
 */
final class Rollbacks {
    /** Where the audit log says why a rollback could not be done. */
    static final String REFUSAL = "refusal";

    private static final String IN_THE_WAY = "requestsInTheWay";
    private static final String VERSION = "version";

    private final ModelStores stores;
    private final ModelPolicy policy;
    private final OrderRecord record;
    private final Erasures erasures;

    Rollbacks(ModelStores stores, ModelPolicy policy, OrderRecord record, Erasures erasures) {
        this.stores = stores;
        this.policy = policy;
        this.record = record;
        this.erasures = erasures;
    }

    /** Takes an order in, or says no. */
    Answer order(OperatorOrder order, OperatorVerb.Rollback verb) {
        ModelState state = stores.model(order.modelId());
        Optional<QueuedRollback> waiting = state.returns().rollback();
        if (verb.to() > state.version()) {
            return new Answer.Refused(
                    "UNKNOWN_VERSION",
                    "model '" + order.modelId() + "' has no version " + verb.to() + "; "
                            + (state.isPublished() ? "its newest is version " + state.version() : "it has none yet"));
        }
        if (waiting.filter(queued -> queued.to() != verb.to()).isPresent()) {
            return new Answer.Refused(
                    "ROLLBACK_WAITS",
                    "a rollback of model '" + order.modelId() + "' to version "
                            + waiting.get().to() + " is not done yet; wait for its end");
        }
        boolean isThere =
                verb.to() == state.version() || state.returns().rolledBackTo().equals(Optional.of(verb.to()));
        if (isThere || waiting.isPresent()) {
            return new Answer.Unchanged();
        }
        if (erasures.isGoing(order.modelId(), verb.to())) {
            return new Answer.Refused(
                    "PURGE_UNDER_WAY",
                    "version " + verb.to() + " of model '" + order.modelId()
                            + "' is being erased, since it may hold data that was to be forgotten; take up another version");
        }
        QueuedRollback queued = new QueuedRollback(order.orderId(), order.operator(), order.reason(), verb.to());
        stores.putModel(order.modelId(), state.withReturns(state.returns().withRollback(Optional.of(queued))));
        return new Answer.Queued();
    }

    /** The batch of the rollback that waits, if one does. */
    Optional<BatchInFlight> next(String modelId) {
        ModelState state = stores.model(modelId);
        return state.returns().rollback().map(queued -> {
            String batchId = BatchId.ofRollback(
                    modelId, state, policy, queued, stores.remembered(modelId), terms(modelId, state));
            return new BatchInFlight(batchId, BatchInFlight.Kind.ROLLBACK, policy.defaultMethod(), 0);
        });
    }

    JobSpecification.Rollback specification(String modelId, ModelState state, BatchInFlight batch) {
        long to = queued(state).to();
        return new JobSpecification.Rollback(
                modelId,
                batch.batchId(),
                state.headHash(),
                state.version(),
                to,
                stores.versionArtifact(modelId, to),
                batch.method(),
                stores.remembered(modelId),
                state.returns().reinstated(),
                terms(modelId, state));
    }

    /** What was forgotten since is in the older version, and one more release tells of it. */
    private ReleaseTerms terms(String modelId, ModelState state) {
        return policy.release().again(modelId, state.account());
    }

    private static QueuedRollback queued(ModelState state) {
        return state.returns().rollback().orElseThrow(() -> new IllegalStateException("nobody ordered this rollback"));
    }

    /** Answers an order whose version is announced in this transaction. */
    void done(JobDone done, QueuedRollback queued, long version) {
        Map<String, String> facts = facts(queued);
        facts.put(VERSION, Long.toString(version));
        record.write(done.modelId(), done.at(), OperatorVerb.Rollback.WORD, "DONE", facts);
    }

    /** Answers an order that cannot be done, naming the requests that were served since. */
    void refuse(JobDone done, Reason reason) {
        ModelState state = stores.model(done.modelId());
        QueuedRollback queued = queued(state);
        String requests = requestsSince(done.modelId(), queued.to());
        Map<String, String> facts = facts(queued);
        facts.put(REFUSAL, reason.code().name());
        facts.put("detail", reason.detail());
        facts.put(IN_THE_WAY, requests);
        stores.putModel(
                done.modelId(),
                state.withInFlight(Optional.empty()).withReturns(state.returns().withRollback(Optional.empty())));
        record.write(done.modelId(), done.at(), OperatorVerb.Rollback.WORD, "REFUSED", facts);
    }

    private static Map<String, String> facts(QueuedRollback queued) {
        Map<String, String> facts = new TreeMap<>(new OperatorVerb.Rollback(queued.to()).facts());
        facts.put(OrderRecord.ORDER_ID, queued.orderId());
        facts.put(OrderRecord.OPERATOR, queued.operator());
        facts.put(OrderRecord.REASON, queued.reason());
        return facts;
    }

    private String requestsSince(String modelId, long version) {
        RequestsNamed named = new RequestsNamed();
        stores.forRequests(modelId, RequestsNamed.MOST_READ, row -> {
            boolean served = row.state() == RequestState.APPLIED || row.state() == RequestState.VERIFIED;
            if (served
                    && row.entry() instanceof IntakeEntry.Request
                    && row.version().filter(number -> number > version).isPresent()) {
                named.add(row.entry().id());
            }
        });
        return named.text();
    }
}
