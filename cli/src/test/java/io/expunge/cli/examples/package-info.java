/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The Java examples of the documentation, compiled and run by an integration test. */
@NullMarked
package io.expunge.cli.examples;

import org.jspecify.annotations.NullMarked;
