/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.Locale;

/** Where a published version stands; it can stand in two places at once. */
enum VersionState {
    /** The newest version of its model, which is to be served. */
    HEAD,
    /** A newer version took its place. */
    SUPERSEDED,
    /** The newest verdict of one of its verifications is FAILED. */
    QUARANTINED,
    /** Its artifact was erased; the receipt is in the audit log. */
    PURGED;

    /** The name as people and programs read it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
