/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

/**
 * Sends commands through a plain idempotent producer, outside any transaction: a lost command is asked for again by the
 * next wake, a repeated one is recognised. Never blocks the caller. Thread-safe.
 */
public interface CommandSender extends AutoCloseable {
    /** Sends to the partition that owns a model. */
    void send(String modelId, Command command);

    /** Sends to one partition, as a task does to itself. */
    void sendToPartition(int partition, Command command);

    @Override
    void close();
}
