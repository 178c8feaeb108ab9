/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.request;

import io.expunge.events.ReasonCode;

/**
 * Why a request stands where it stands.
 *
 * @param code for programs
 * @param detail one sentence for a person
 */
public record Reason(ReasonCode code, String detail) {
    /** Longest detail, in characters: it may quote names of classes, and a status repeats every reason there was. */
    public static final int LONGEST_DETAIL = 4000;

    public Reason {
        detail = BoundedText.of(detail, LONGEST_DETAIL);
    }

    public static Reason none(String detail) {
        return new Reason(ReasonCode.NONE, detail);
    }
}
