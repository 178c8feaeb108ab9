/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.DeletionRequested;
import io.expunge.events.RequestStatusChanged;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Mixin;

/** Sends one request and, if asked, sees it through. */
abstract class RequestTargetCommand extends BaseCommand {
    private static final Duration CONFLICT_PATIENCE = Duration.ofSeconds(3);
    private static final Duration TURN = Duration.ofMillis(200);
    private static final Duration GLANCE = Duration.ofMillis(20);

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    RequestTargetCommand(Terminal terminal) {
        super(terminal);
    }

    /** What the user wants forgotten. */
    abstract DeletionTarget target();

    @Override
    final ExitCode execute() {
        DeletionRequested event = request.event(target());
        try (Connection connected = Connection.open(connection.settings())) {
            if (request.waits()) {
                return sendAndWait(connected, event);
            }
            RecordMetadata sent = send(connected, event);
            printJson(sent, Optional.empty());
            say("Follow it with: expunge status --model " + request.key().modelId() + " --request "
                    + request.key().requestId() + " --follow");
            return ExitCode.OK;
        }
    }

    private RecordMetadata send(Connection connected, DeletionRequested event) {
        RecordMetadata sent = RequestSender.send(connected, event);
        say("Request " + request.key().requestId() + " to forget " + target().words() + ", requested at "
                + event.getRequestedAt() + ", is on " + sent + ".");
        return sent;
    }

    private ExitCode sendAndWait(Connection connected, DeletionRequested event) {
        try (DeadLetterWatch deadLetters = DeadLetterWatch.of(connected);
                StatusFollower follower = StatusFollower.of(connected, request.key())) {
            boolean known = follower.current().isPresent();
            RecordMetadata sent = send(connected, event);
            if (known) {
                say("The id is known already; a request of the same content is the same request.");
                refuseDeadLetter(deadLetters, sent, CONFLICT_PATIENCE);
            }
            RequestStatusChanged end = await(deadLetters, follower, sent);
            printJson(sent, Optional.of(end));
            return Statuses.exitCode(end);
        }
    }

    private RequestStatusChanged await(DeadLetterWatch deadLetters, StatusFollower follower, RecordMetadata sent) {
        Patience patience = Patience.of(request.timeout());
        while (!patience.isOver()) {
            refuseDeadLetter(deadLetters, sent, GLANCE);
            Optional<RequestStatusChanged> end = follower.follow(TURN, transition -> say(Statuses.line(transition)));
            if (end.isPresent()) {
                return end.get();
            }
        }
        throw timedOut();
    }

    // Nothing says that a repeated request was taken for what it is; only a conflicting one leaves a trace. Hence a
    // while.
    private void refuseDeadLetter(DeadLetterWatch deadLetters, RecordMetadata sent, Duration patience) {
        Patience left = Patience.of(patience);
        do {
            deadLetters.reason(sent, GLANCE).ifPresent(reason -> {
                throw new CommandFailure(ExitCode.FAILED, "the request was put aside with the dead letters: " + reason);
            });
        } while (!left.isOver() && !deadLetters.isBlind());
    }

    private CommandFailure timedOut() {
        return new CommandFailure(
                ExitCode.TIMED_OUT,
                "request " + request.key().requestId() + " did not come to rest within "
                        + request.timeout().toSeconds() + " s. It stays valid: look again with 'expunge status', and"
                        + " check that a processor runs.");
    }

    private void say(String line) {
        if (!request.json()) {
            terminal().print(line);
        }
    }

    private void printJson(RecordMetadata sent, Optional<RequestStatusChanged> status) {
        if (request.json()) {
            ObjectNode result = Json.object();
            result.put("requestId", request.key().requestId());
            result.put("modelId", request.key().modelId());
            result.put("requestedAt", request.requestedAt().toString());
            result.put("topic", sent.topic());
            result.put("partition", sent.partition());
            result.put("offset", sent.offset());
            result.set("status", Json.node(status.orElse(null)));
            terminal().print(Json.line(result));
        }
    }
}
