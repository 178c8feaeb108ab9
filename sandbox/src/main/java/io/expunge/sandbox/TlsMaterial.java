/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * A certificate authority nobody else knows and one server certificate it signed for loopback, made by the JDK's
 * {@code keytool}. For trying TLS out; a real cluster has certificates of its own. Immutable; its text form does not show
 * the password.
 *
 * @param keyStore PKCS #12, the server's private key and its chain
 * @param trustStore PKCS #12, the authority's certificate
 * @param password of both stores
 */
public record TlsMaterial(Path keyStore, Path trustStore, String password) {
    private static final String NAMES = "SAN=ip:127.0.0.1,dns:localhost";
    private static final int YEAR = 365;

    /**
     * Makes a certificate that is valid from yesterday on for a year.
     *
     * @throws SandboxException if the JDK has no keytool, or the directory cannot be written
     */
    public static TlsMaterial generate(Path directory) {
        return generate(directory, -1, YEAR);
    }

    /** Makes a certificate that stopped being valid a week ago; nobody should accept it. */
    public static TlsMaterial generateExpired(Path directory) {
        return generate(directory, -14, 7);
    }

    private static TlsMaterial generate(Path directory, int startsInDays, int days) {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        TlsMaterial made = new TlsMaterial(
                directory.resolve("server.p12"),
                directory.resolve("truststore.p12"),
                HexFormat.of().formatHex(secret));
        made.authority(directory);
        made.server(directory, startsInDays, days);
        return made;
    }

    private void authority(Path directory) {
        OwnerOnly.directories(directory);
        String store = directory.resolve("authority.p12").toString();
        String certificate = directory.resolve("authority.pem").toString();
        keytool(
                "-genkeypair -alias authority -keyalg EC -groupname secp256r1 -validity 3650 -ext bc:c -dname",
                "CN=Expunge sandbox authority " + UUID.randomUUID(),
                "-keystore",
                store);
        keytool("-exportcert -rfc -alias authority -keystore", store, "-file", certificate);
        keytool("-importcert -noprompt -alias authority -keystore", trustStore.toString(), "-file", certificate);
    }

    private void server(Path directory, int startsInDays, int days) {
        String request = directory.resolve("server.csr").toString();
        Path certificate = directory.resolve("server.pem");
        keytool(
                "-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname",
                "CN=localhost",
                "-keystore",
                keyStore.toString());
        keytool("-certreq -alias server -keystore", keyStore.toString(), "-file", request);
        keytool(
                "-gencert -rfc -alias authority -ext " + NAMES + " -startdate " + startsInDays + "d -validity " + days
                        + " -keystore",
                directory.resolve("authority.p12").toString(),
                "-infile",
                request,
                "-outfile",
                certificate.toString());
        chain(certificate, directory.resolve("authority.pem"));
        keytool("-importcert -noprompt -alias server -keystore", keyStore.toString(), "-file", certificate.toString());
    }

    /** A reply with the whole chain is taken as it is; the key store needs no authority of its own. */
    private static void chain(Path certificate, Path authority) {
        try {
            Files.write(certificate, Files.readAllBytes(authority), StandardOpenOption.APPEND);
        } catch (IOException refused) {
            throw new SandboxException(
                    Reason.TLS_FAILED, "cannot write " + certificate + ": " + refused.getMessage(), refused);
        }
    }

    private void keytool(String options, String... values) {
        Keytool.run(password, options, values);
    }

    /** What a client needs to trust the server. */
    public Map<String, String> clientProperties() {
        return Map.of(
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                trustStore.toString(),
                "ssl.truststore.password",
                password);
    }

    @Override
    public String toString() {
        return "TlsMaterial[" + keyStore + ", " + trustStore + "]";
    }
}
