/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of keys (RFC 7468). Stateless and thread safe. */
final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    /**
     * Reads the first block of a type; text around it is overlooked, as the form allows.
     *
     * @throws IllegalArgumentException if there is none
     */
    static byte[] read(String type, String text) {
        Matcher block = Pattern.compile("-----BEGIN " + type + "-----([A-Za-z0-9+/=\\s]*)-----END " + type + "-----")
                .matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("There is no block '-----BEGIN " + type + "-----' in it");
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }

    static String write(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
