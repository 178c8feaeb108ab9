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
    public static Reason none(String detail) {
        return new Reason(ReasonCode.NONE, detail);
    }
}
