/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * Translates the Confluent client's errors. The line that matters runs between "the registry says there is none" and "the
 * registry could not say": only the first condemns a record. Immutable.
 */
final class RegistryErrors {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final List<String> urls;

    RegistryErrors(List<String> urls) {
        this.urls = urls.stream().map(SensitiveSettings::withoutUserInfo).toList();
    }

    /** A call to the client. */
    interface Call<T> {
        T run() throws IOException, RestClientException;
    }

    /** Runs a call; "not found" is about {@code what}. */
    <T> T ask(String what, Call<T> call) {
        try {
            return call.run();
        } catch (RestClientException answer) {
            throw saysNotFound(answer)
                    ? new SchemaNotFoundException("the registry at " + urls + " knows no " + what, answer)
                    : failing(answer);
        } catch (IOException unreachable) {
            throw unreachable(unreachable);
        }
    }

    SchemaRegistryException ofRegistration(String subject, RestClientException answer) {
        if (answer.getStatus() == CONFLICT || answer.getStatus() == UNPROCESSABLE) {
            return new IncompatibleSchemaException(subject, String.valueOf(answer.getMessage()), answer);
        }
        return failing(answer);
    }

    RegistryUnavailableException unreachable(IOException cause) {
        return new RegistryUnavailableException(
                "the schema registry at " + urls + " cannot be reached ("
                        + cause.getClass().getSimpleName() + ": "
                        + SensitiveSettings.withoutUserInfo(String.valueOf(cause.getMessage())) + "); "
                        + remedy(cause),
                cause);
    }

    private static String remedy(IOException cause) {
        return cause instanceof SSLException
                ? "check that its certificate is valid, names the host of the URL, and is trusted by"
                        + " schema.registry.ssl.truststore.location"
                : "check that it runs and that the URL and the network are right";
    }

    /** The client could not even be made. */
    RegistryUnavailableException unusable(RuntimeException cause) {
        return new RegistryUnavailableException(
                "the client of the schema registry at " + urls + " cannot be made from its settings ("
                        + innermost(cause)
                        + "); check schema.registry.ssl.* (files, passwords, types), basic.auth.* and bearer.auth.*",
                cause);
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < 20 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** An answer that a registry would not give comes from something in front of it, and condemns no record. */
    RegistryUnavailableException unintelligible(String what) {
        return new RegistryUnavailableException("what answers at " + urls + " when asked for " + what
                + " is no schema registry; check the URL, and what stands in front of the registry");
    }

    // A wrong path answers 404 too, without one of the registry's own codes (404xx): that must not condemn a record.
    private static boolean saysNotFound(RestClientException answer) {
        return answer.getStatus() == NOT_FOUND && answer.getErrorCode() / 100 == NOT_FOUND;
    }

    private RegistryUnavailableException failing(RestClientException answer) {
        return new RegistryUnavailableException(
                "the schema registry at " + urls + " answered " + answer.getStatus() + " (" + answer.getMessage()
                        + "); " + remedy(answer.getStatus()),
                answer);
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401, 403 ->
                "check the credentials (schema.registry.basic.auth.user.info or schema.registry.bearer.auth.token) and their rights";
            case NOT_FOUND -> "check the path of the URL (Apicurio serves the Confluent API under /apis/ccompat/v7)";
            default -> "look at the registry's own log";
        };
    }
}
