/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import java.util.Locale;

/** The parts of a bundle. Each has a hash of its own under the signature, so that a changed one can be named. */
enum Section {
    /** What the file is, of which request, made when and by what. */
    ABOUT,
    /** The request and its whole history. */
    REQUEST,
    /** The batch that served it. */
    BATCH,
    /** The versions before and after. */
    VERSIONS,
    /** What is proved of the version after. */
    CERTIFICATE,
    /** The papers of the artifact of the version after. */
    ARTIFACT,
    /** The verdicts on it. */
    VERIFICATIONS,
    /** Receipts for versions that were destroyed since. */
    PURGES,
    /** The audit chain that all this stands on. */
    AUDIT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
