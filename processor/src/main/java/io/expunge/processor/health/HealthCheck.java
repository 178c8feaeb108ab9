/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

/**
 * One thing that has to be as it should.
 *
 * @param name short and stable, for programs
 * @param passed whether it is
 * @param detail a sentence for a person
 */
public record HealthCheck(String name, boolean passed, String detail) {
    static HealthCheck passed(String name, String detail) {
        return new HealthCheck(name, true, detail);
    }

    static HealthCheck failed(String name, String detail) {
        return new HealthCheck(name, false, detail);
    }
}
