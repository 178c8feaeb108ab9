/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What makes an embedded broker a closed one: TLS and SCRAM-SHA-512 for clients, TLS and PLAIN for its controller, and an
 * authorizer that denies what no rule allows. Users are written when the broker's directory is first made, and stay.
 * Immutable; its text form shows no password.
 *
 * @param tls the server's key and what clients trust
 * @param administrator the user who may do everything; the broker itself acts as this one
 * @param passwords the password of every user, the administrator included
 */
public record BrokerSecurity(TlsMaterial tls, String administrator, Map<String, String> passwords) {
    /** What clients put into {@code sasl.mechanism}. */
    public static final String MECHANISM = "SCRAM-SHA-512";

    private static final String LISTENER = "listener.name.sasl_ssl.";
    private static final String CONTROLLER = "listener.name.controller.";
    private static final String SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String PLAIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";

    /**
     * Copies the users.
     *
     * @throws IllegalArgumentException if the administrator has no password, or a name or password holds a character that
     *     Kafka's configuration would read as its own
     */
    public BrokerSecurity {
        passwords = Map.copyOf(passwords);
        if (!passwords.containsKey(administrator)) {
            throw new IllegalArgumentException("the administrator '" + administrator + "' has no password");
        }
        boolean plain = Stream.concat(passwords.keySet().stream(), passwords.values().stream())
                .allMatch(text -> text.matches("[A-Za-z0-9._-]+"));
        if (!plain) {
            throw new IllegalArgumentException("names and passwords of a sandbox are made of letters, digits, . _ -");
        }
    }

    /** What a client of one user needs beside the address. */
    public Map<String, String> clientProperties(String user) {
        Map<String, String> properties = new HashMap<>(tls.clientProperties());
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", MECHANISM);
        properties.put("sasl.jaas.config", login(SCRAM_MODULE, user, ""));
        return properties;
    }

    /** The broker's own properties. */
    void addTo(Properties properties) {
        keys(properties);
        properties.setProperty("sasl.enabled.mechanisms", MECHANISM);
        properties.setProperty("sasl.mechanism.inter.broker.protocol", MECHANISM);
        properties.setProperty(LISTENER + "scram-sha-512.sasl.jaas.config", login(SCRAM_MODULE, administrator, ""));
        // The controller has to know its peer before any SCRAM user can be read.
        properties.setProperty("sasl.mechanism.controller.protocol", "PLAIN");
        properties.setProperty(CONTROLLER + "sasl.enabled.mechanisms", "PLAIN");
        properties.setProperty(
                CONTROLLER + "plain.sasl.jaas.config",
                login(PLAIN_MODULE, administrator, " user_" + administrator + "=\"" + password(administrator) + "\""));
        properties.setProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.setProperty("allow.everyone.if.no.acl.found", "false");
        properties.setProperty("super.users", "User:" + administrator);
    }

    private void keys(Properties properties) {
        properties.setProperty("ssl.keystore.type", "PKCS12");
        properties.setProperty("ssl.keystore.location", tls.keyStore().toString());
        properties.setProperty("ssl.keystore.password", tls.password());
        properties.setProperty("ssl.key.password", tls.password());
        properties.putAll(tls.clientProperties());
    }

    /** The users in the form in which a new broker's storage takes them. */
    List<String> scramArguments() {
        return passwords.keySet().stream()
                .sorted()
                .map(user -> MECHANISM + "=[name=" + user + ",password=" + password(user) + "]")
                .toList();
    }

    private String login(String module, String user, String more) {
        return module + " required username=\"" + user + "\" password=\"" + password(user) + "\"" + more + ";";
    }

    private String password(String user) {
        String password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException("the sandbox has no user '" + user + "'");
        }
        return password;
    }

    @Override
    public String toString() {
        return "BrokerSecurity[" + tls + ", administrator " + administrator + ", users "
                + new TreeSet<>(passwords.keySet()) + "]";
    }
}
