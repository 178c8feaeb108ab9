/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

/**
 * The name of a removed class that an operator allowed again, until somebody asks for its removal again.
 *
 * @param label the class
 * @param since number of the head when it was allowed; what is older must still do without the class
 */
public record Reinstatement(String label, long since) {}
