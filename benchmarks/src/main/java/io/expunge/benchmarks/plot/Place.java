/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks.plot;

/** A place in a picture, in pixels from its upper left corner. */
public record Place(double x, double y) {}
