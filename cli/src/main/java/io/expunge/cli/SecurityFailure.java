/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.schemas.TopicAdministrationException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * What a Kafka client says about logins, certificates and rights, as one sentence that names the setting to change. Never
 * repeats a message that could hold a piece of a secret. Stateless.
 */
final class SecurityFailure {
    private static final int DEEPEST = 20;

    /** What Java says of a certificate without a trusted authority; the last two of another authority of the same name. */
    private static final List<String> UNTRUSTED = List.of(
            "unable to find valid certification path",
            "trustAnchors",
            "Signature does not match",
            "signature check failed");

    private static final String RIGHTS =
            " 'expunge topics acls' prints the rules each role needs; or log in as another user (sasl.jaas.config in"
                    + " --properties).";

    private SecurityFailure() {}

    /** The answer, if the failure is about security. */
    static Optional<FailureReport.Answer> explain(Throwable failure) {
        List<Throwable> chain = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .toList();
        return find(chain, AuthorizationException.class)
                .map(refused -> rights(refused, chain))
                .or(() -> find(chain, SslAuthenticationException.class).map(refused -> tls(chain)))
                .or(() -> find(chain, AuthenticationException.class).map(SecurityFailure::login))
                .or(() -> clientSettings(chain));
    }

    private static <T> Optional<T> find(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static FailureReport.Answer rights(AuthorizationException refused, List<Throwable> chain) {
        // The administration knows what it asked for; the brokers' answer does not say.
        String what = find(chain, TopicAdministrationException.class)
                .map(failed -> said(failed).split(":", 2)[0] + ": the Kafka brokers do not allow it to this user.")
                .orElseGet(() -> "the Kafka brokers do not allow this user to use " + resource(refused) + ".");
        return new FailureReport.Answer(ExitCode.FAILED, what + RIGHTS);
    }

    private static String resource(AuthorizationException refused) {
        if (refused instanceof TopicAuthorizationException topics) {
            Set<String> names = topics.unauthorizedTopics();
            return names.isEmpty()
                    ? "a topic"
                    : "topic " + names.stream().sorted().collect(Collectors.joining(", "));
        }
        if (refused instanceof GroupAuthorizationException group) {
            return Optional.ofNullable(group.groupId())
                    .map(id -> "the consumer group " + id)
                    .orElse("a consumer group");
        }
        return refused instanceof TransactionalIdAuthorizationException
                ? "its transactional id"
                : "what it asked for (" + refused.getMessage() + ")";
    }

    private static FailureReport.Answer login(AuthenticationException refused) {
        String remedy = refused instanceof UnsupportedSaslMechanismException
                ? "Check sasl.mechanism"
                : "Check user name and password in sasl.jaas.config, then sasl.mechanism and security.protocol,";
        return new FailureReport.Answer(
                ExitCode.UNREACHABLE,
                "the Kafka brokers refuse the login (" + refused.getMessage() + "). " + remedy + " in --properties.");
    }

    private static FailureReport.Answer tls(List<Throwable> chain) {
        return new FailureReport.Answer(
                ExitCode.UNREACHABLE, "no TLS connection to the Kafka brokers: " + certificate(chain));
    }

    private static String certificate(List<Throwable> chain) {
        if (find(chain, CertificateExpiredException.class).isPresent()
                || find(chain, CertificateNotYetValidException.class).isPresent()) {
            return "their certificate has expired or is not valid yet. Give the brokers a new one"
                    + " (ssl.keystore.location of the brokers), or put this machine's clock right.";
        }
        String said = chain.stream().map(Throwable::getMessage).collect(Collectors.joining(" | "));
        if (any(chain, cause -> UNTRUSTED.stream().anyMatch(said(cause)::contains))) {
            return "their certificate is not trusted. Name a truststore that holds its authority in"
                    + " ssl.truststore.location (with ssl.truststore.password, ssl.truststore.type) in --properties.";
        }
        if (said.contains("No subject alternative") || said.contains("No name matching")) {
            return "their certificate is for another host. Use a host name that stands in it in bootstrap.servers, or give"
                    + " the brokers one with the right names.";
        }
        if (said.contains("bad_certificate") || said.contains("certificate_required")) {
            return "they want another certificate of this client. Check ssl.keystore.location in --properties.";
        }
        return "the handshake failed (" + last(chain).getMessage()
                + "). Check security.protocol, ssl.truststore.location and ssl.keystore.location in --properties.";
    }

    /** A client that could not be made: a file that is not there, a password that does not open it, a login misspelt. */
    private static Optional<FailureReport.Answer> clientSettings(List<Throwable> chain) {
        if (chain.stream().noneMatch(SecurityFailure::isOfAClient)) {
            return Optional.empty();
        }
        if (any(chain, cause -> said(cause).contains("JAAS") || said(cause).contains("LoginModule"))) {
            return settings("sasl.jaas.config cannot be read; it looks like 'org.apache.kafka.common.security.scram."
                    + "ScramLoginModule required username=\"...\" password=\"...\";', with the semicolon.");
        }
        return chain.stream()
                .map(SecurityFailure::said)
                .filter(said -> said.startsWith("Failed to load SSL keystore"))
                .findFirst()
                .flatMap(said -> settings("a trust or key store cannot be opened (" + said + ": " + unopened(chain)
                        + "). Check ssl.truststore.* and ssl.keystore.*: location, password, type."))
                .or(() -> find(chain, GeneralSecurityException.class)
                        .flatMap(wrong ->
                                settings("a TLS setting is wrong (" + wrong.getMessage() + "). Check ssl.*.")));
    }

    private static String unopened(List<Throwable> chain) {
        if (find(chain, NoSuchFileException.class).isPresent()) {
            return "there is no such file";
        }
        boolean password = any(
                chain,
                cause -> cause instanceof UnrecoverableKeyException
                        || said(cause).contains("BadPadding"));
        return password ? "its password does not open it" : said(last(chain));
    }

    private static boolean isOfAClient(Throwable cause) {
        return cause instanceof KafkaException
                && (said(cause).startsWith("Failed to create new")
                        || said(cause).startsWith("Failed to construct"));
    }

    private static Optional<FailureReport.Answer> settings(String sentence) {
        return Optional.of(new FailureReport.Answer(ExitCode.USAGE, "in --properties: " + sentence));
    }

    private static boolean any(List<Throwable> chain, Predicate<Throwable> test) {
        return chain.stream().anyMatch(test);
    }

    private static String said(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    private static Throwable last(List<Throwable> chain) {
        return chain.get(chain.size() - 1);
    }
}
