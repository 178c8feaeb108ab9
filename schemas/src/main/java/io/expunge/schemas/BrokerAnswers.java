/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Waits for what brokers answer to an administrator's question. Immutable and thread-safe.
 *
 * @param patience how long to wait for one answer
 * @param remedy what to look at if there is none, a sentence
 */
public record BrokerAnswers(Duration patience, String remedy) {
    /**
     * The answer.
     *
     * @param action what was asked for, after "could not"
     * @throws TopicAdministrationException if the brokers refuse or do not answer in time, or the thread is interrupted,
     *     which it stays; its cause is the broker's own error where there is one
     */
    public <T> T await(String action, KafkaFuture<T> future) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failure(action, failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException slow) {
            throw failure(action, slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure(action, interrupted);
        }
    }

    private TopicAdministrationException failure(String action, Throwable cause) {
        String why = cause.getMessage() == null ? unsaid(cause) : cause.getMessage();
        return new TopicAdministrationException("could not " + action + ": " + why + ". " + remedy, cause);
    }

    private String unsaid(Throwable cause) {
        return cause instanceof TimeoutException
                ? "no answer within " + patience.toSeconds() + " s"
                : cause.getClass().getSimpleName();
    }
}
