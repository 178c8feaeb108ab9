/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

/**
 * The first thing that is wrong with a chain.
 *
 * @param modelId the model
 * @param sequence the record that is missing, changed, or the first that contradicts those before it
 * @param where where it was read or is missed, for people
 * @param sentence what is wrong
 */
public record AuditDefect(String modelId, long sequence, String where, String sentence) {}
