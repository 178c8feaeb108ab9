/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

/**
 * Bounds of what is worked out before anybody asks.
 *
 * @param enabled whether anything is
 * @param maximumClasses most classes of one head
 * @param diskBytes most bytes staged in the model store, all models together
 */
public record PreparationSettings(boolean enabled, int maximumClasses, long diskBytes) {}
