/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.RequestStatusChanged;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Mixin;

/** Sends one request and, if asked, sees it through. */
abstract class RequestTargetCommand extends BaseCommand {
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
        try (Connection connected = Connection.open(connection.settings())) {
            RecordMetadata sent = RequestSender.send(connected, request.event(target()));
            say("Request " + request.key().requestId() + " to forget " + target().words() + " is on " + sent + ".");
            if (!request.waits()) {
                printJson(sent, Optional.empty());
                say("Follow it with: expunge status --model " + request.key().modelId() + " --request "
                        + request.key().requestId() + " --follow");
                return ExitCode.OK;
            }
            return await(connected, sent);
        }
    }

    private ExitCode await(Connection connected, RecordMetadata sent) {
        try (StatusFollower follower = StatusFollower.of(connected, request.key())) {
            Optional<RequestStatusChanged> end =
                    follower.follow(request.timeout(), transition -> say(Statuses.line(transition)));
            printJson(sent, end);
            return end.map(Statuses::exitCode).orElseThrow(() -> timedOut());
        }
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
            result.put("topic", sent.topic());
            result.put("partition", sent.partition());
            result.put("offset", sent.offset());
            result.set("status", Json.node(status.orElse(null)));
            terminal().print(Json.line(result));
        }
    }
}
