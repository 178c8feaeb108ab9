/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.command.QueuedRollback;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.command.Returns;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators let return to a model, as its audit records tell it to readers of the topic. Is shown the records of one
 * model in their order. Not thread-safe.
 */
public final class ReturnsTold {
    private Returns returns = Returns.NONE;

    /** Looks at the next record; most say nothing of it. */
    public void read(AuditRecorded record) {
        if (record.getKind() != AuditKind.OPERATOR) {
            return;
        }
        Map<String, String> facts = record.getFacts();
        String outcome = facts.getOrDefault(OrderRecord.OUTCOME, "");
        switch (facts.getOrDefault(OrderRecord.VERB, "")) {
            case OperatorVerb.Rollback.WORD -> rollback(outcome, facts);
            case OperatorVerb.ReinstateClass.WORD -> reinstatement(outcome, facts);
            default -> {}
        }
    }

    private void rollback(String outcome, Map<String, String> facts) {
        if (outcome.equals("QUEUED")) {
            QueuedRollback queued = new QueuedRollback(
                    facts.getOrDefault(OrderRecord.ORDER_ID, ""),
                    facts.getOrDefault(OrderRecord.OPERATOR, ""),
                    facts.getOrDefault(OrderRecord.REASON, ""),
                    number(facts.get(OperatorVerb.Rollback.TO)));
            returns = returns.withRollback(Optional.of(queued));
        } else if (!outcome.equals("UNCHANGED")) {
            returns = returns.withRollback(Optional.empty());
        }
    }

    private void reinstatement(String outcome, Map<String, String> facts) {
        String label = facts.getOrDefault(OperatorVerb.ReinstateClass.LABEL, "");
        if (outcome.equals("DONE")) {
            returns = returns.reinstate(new Reinstatement(label, number(facts.get(Reinstatements.HEAD_VERSION))));
        } else if (outcome.equals("ENDED")) {
            returns = returns.without(label);
        }
    }

    /** Only the processor writes audit records, so that a number is one. */
    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    /** What was let return so far; of the head nothing is known here. */
    public Returns returns() {
        return returns;
    }
}
