/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

/**
 * What a check found.
 *
 * @param check name of the check
 * @param severity how bad it is
 * @param on what it is about: a topic, a subject, a file
 * @param what a sentence: what is so
 * @param remedy a sentence: what to do; empty where nothing is to be done
 */
public record Finding(String check, Severity severity, String on, String what, String remedy) {

    /** How bad a finding is. */
    public enum Severity {
        /** As it should be, or only to be known. */
        OK,
        /** The service runs, but a promise rests on it that one day will be needed. */
        WARNING,
        /** The service refuses to start. */
        ERROR
    }

    static Finding ok(String check, String on, String what) {
        return new Finding(check, Severity.OK, on, what, "");
    }

    static Finding warning(String check, String on, String what, String remedy) {
        return new Finding(check, Severity.WARNING, on, what, remedy);
    }

    static Finding error(String check, String on, String what, String remedy) {
        return new Finding(check, Severity.ERROR, on, what, remedy);
    }

    @Override
    public String toString() {
        return on + ": " + what + (remedy.isEmpty() ? "" : " " + remedy);
    }
}
