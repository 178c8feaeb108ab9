/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Avro makes objects of a class named in a schema only if that class is trusted, since a schema may come from anybody. Our
 * generated records hold data and run nothing, so they are trusted; whatever else the process trusts stays as it is. The
 * trust is the process's, because the copying builders of generated records ask Avro's global model and no other.
 */
public final class EventTrust {
    private static final String PACKAGE = "io.expunge.events";

    static {
        ClassSecurityPredicate ours = type -> PACKAGE.equals(type.getPackageName());
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours));
    }

    private EventTrust() {}

    /** Makes sure that the generated records are trusted. Idempotent and thread-safe: class initialisation does it. */
    public static void establish() {
        // Loading this class has done it.
    }
}
