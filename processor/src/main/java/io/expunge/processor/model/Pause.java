/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/**
 * Why a model starts no batch.
 *
 * @param since when an operator paused it, milliseconds since the epoch
 * @param operator who
 * @param reason why, in a sentence
 */
public record Pause(long since, String operator, String reason) {}
