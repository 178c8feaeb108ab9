/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.Example;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

class BrokerAnswersTest {
    private final BrokerAnswers answers = new BrokerAnswers(Duration.ZERO, "Look there.");

    @Example
    void anAnswerIsPassedOn() {
        assertThat(answers.await("ask", KafkaFuture.completedFuture("yes"))).isEqualTo("yes");
    }

    @Example
    void aRefusalKeepsTheBrokersErrorAsItsCause() {
        KafkaFutureImpl<String> refused = new KafkaFutureImpl<>();
        refused.completeExceptionally(new UnknownTopicOrPartitionException("no such topic"));
        assertThatThrownBy(() -> answers.await("describe topic 't'", refused))
                .isInstanceOf(TopicAdministrationException.class)
                .hasMessage("could not describe topic 't': no such topic. Look there.")
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Example
    void silenceIsSaidToBeSilence() {
        assertThatThrownBy(() -> answers.await("ask", new KafkaFutureImpl<String>()))
                .isInstanceOf(TopicAdministrationException.class)
                .hasMessage("could not ask: no answer within 0 s. Look there.")
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Example
    void whoIsInterruptedStaysSo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> answers.await("ask", new KafkaFutureImpl<String>()))
                .isInstanceOf(TopicAdministrationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
