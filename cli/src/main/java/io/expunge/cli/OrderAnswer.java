/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import java.util.Map;
import java.util.Optional;

/**
 * What the processor answered to an order.
 *
 * @param reason why it was refused, for programs; empty if it was not
 * @param detail why it was refused, for people; empty if it was not
 * @param auditSequence the audit record that says so; empty if it was refused at once
 * @param facts what the audit record says; empty if it was refused at once
 */
record OrderAnswer(
        OperatorOrder order,
        Outcome outcome,
        String reason,
        String detail,
        Optional<Long> auditSequence,
        Map<String, String> facts) {
    /** The answers there are. */
    enum Outcome {
        /** Taken in; another answer follows when it is done or cannot be done. */
        QUEUED,
        /** Obeyed. */
        DONE,
        /** What it wishes was so already. */
        UNCHANGED,
        /** It cannot be obeyed. */
        REFUSED
    }
}
