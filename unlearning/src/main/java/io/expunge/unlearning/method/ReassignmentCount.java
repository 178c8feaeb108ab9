/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

/**
 * Where training documents of a removed class go under the new model.
 *
 * @param removedClass the class they belonged to
 * @param retainedClass the class the new model gives them
 * @param documents how many, above 0
 */
public record ReassignmentCount(String removedClass, String retainedClass, int documents) {}
