/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.DeletionRequested;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What every deletion request says besides its target. */
final class RequestOptions {
    @Option(
            names = "--model",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "MODEL",
            description = "The model that has to forget.")
    private String model = "";

    @Option(
            names = "--request-id",
            paramLabel = "UUID",
            showDefaultValue = Visibility.NEVER,
            description =
                    "The request's identity together with the model. The same request under the same id is harmless;"
                            + " another content under it is refused. Default: a new one, printed.")
    private UUID requestId = UUID.randomUUID();

    @Option(
            names = "--requested-at",
            paramLabel = "TIME",
            converter = InstantText.class,
            showDefaultValue = Visibility.NEVER,
            description = "When it was asked for: 2027-01-31T12:00:00Z. Default: now, printed.")
    private Instant requestedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Option(
            names = "--requester",
            paramLabel = "NAME",
            defaultValue = "expunge-cli",
            description = "The system or team that asks; not a data subject.")
    private String requester = "";

    @Option(
            names = "--case",
            paramLabel = "ID",
            showDefaultValue = Visibility.NEVER,
            description = "Your case, when one erasure goes to several models.")
    private Optional<String> caseId = Optional.empty();

    @Option(
            names = "--due-by",
            paramLabel = "TIME",
            converter = InstantText.class,
            showDefaultValue = Visibility.NEVER,
            description = "Legal deadline: 2027-01-31 (its end, UTC) or 2027-01-31T12:00:00Z.")
    private @Nullable Instant dueBy;

    @Option(
            names = "--legal-basis",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "For example: \"GDPR Art. 17(1)(b)\".")
    private Optional<String> legalBasis = Optional.empty();

    @Option(
            names = "--method",
            paramLabel = "NAME",
            showDefaultValue = Visibility.NEVER,
            description = "Unlearning method. Default: the service's.")
    private Optional<String> method = Optional.empty();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "A note for people, without personal data.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--wait", description = "Follow the request until it is verified, rejected, failed or quarantined.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationText.class,
            description = "How long --wait waits: 30s, 5m, 2h.")
    private Duration timeout = Duration.ofMinutes(5);

    @Option(names = "--json", description = "Print one JSON object for programs.")
    private boolean json;

    DeletionRequested event(DeletionTarget target) {
        return DeletionRequested.newBuilder()
                .setRequestId(requestId)
                .setCaseId(caseId.orElse(null))
                .setModelId(model)
                .setTarget(target.event())
                .setRequester(requester)
                .setRequestedAt(requestedAt)
                .setDueBy(dueBy)
                .setLegalBasis(legalBasis.orElse(null))
                .setMethod(method.orElse(null))
                .setReason(reason.orElse(null))
                .build();
    }

    RequestKey key() {
        return new RequestKey(model, requestId.toString());
    }

    Instant requestedAt() {
        return requestedAt;
    }

    boolean waits() {
        return wait;
    }

    Duration timeout() {
        return timeout;
    }

    boolean json() {
        return json;
    }
}
