/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/** Whether the incubating Vector API can be used, and is worth it. */
public final class VectorInstructions {

    private static final String MODULE = "jdk.incubator.vector";
    private static final boolean FAST =
            ModuleLayer.boot().findModule(MODULE).isPresent() && Registers.holdFourDoubles();

    private VectorInstructions() {}

    /**
     * Whether Java was started with the module and the processor has registers of 256 bits; without them every operation would
     * be a call.
     */
    public static boolean areFast() {
        return FAST;
    }

    /** A class of its own, so that the module is asked for only where it is there. */
    private static final class Registers {
        static boolean holdFourDoubles() {
            return jdk.incubator.vector.DoubleVector.SPECIES_PREFERRED.length() >= 4;
        }
    }
}
