/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/** Which verdict on a version makes its requests VERIFIED. */
public enum VerifiedWhen {
    /** That on the gate's certified checks, which comes with the version. */
    CERTIFIED,
    /** That on the thorough checks, which comes when there was time for them. */
    DEEP
}
