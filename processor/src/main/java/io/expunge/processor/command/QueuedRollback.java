/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

/**
 * A rollback that an operator ordered and that is not done yet.
 *
 * @param orderId the order; its answers in the audit log carry it
 * @param operator who gave it
 * @param reason why
 * @param to number of the version whose state is to be taken up again
 */
public record QueuedRollback(String orderId, String operator, String reason, long to) {}
