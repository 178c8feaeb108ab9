/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.StrictUtf8;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;

/**
 * The terms of a vocabulary as people and other languages read them: UTF-8, one a line, each line ended by a line feed,
 * in the order of the weights' rows. Stateless and thread safe.
 */
final class TermsFile {

    private TermsFile() {}

    static byte[] write(List<String> terms) {
        StringBuilder text = new StringBuilder();
        terms.forEach(term -> text.append(term).append('\n'));
        return StrictUtf8.encode("A term", text.toString());
    }

    static List<String> read(String file, byte[] bytes) {
        if (bytes.length == 0) {
            return List.of();
        }
        if (bytes[bytes.length - 1] != '\n') {
            throw new ArtifactCorrupt(file, "terms each ended by a line feed", "a last line without one");
        }
        try {
            return Arrays.asList(StrictUtf8.decode(bytes, 0, bytes.length - 1).split("\n", -1));
        } catch (CharacterCodingException malformed) {
            throw new ArtifactCorrupt(file, "UTF-8 text", "other bytes");
        }
    }
}
