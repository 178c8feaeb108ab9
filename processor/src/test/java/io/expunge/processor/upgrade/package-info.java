/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What releases before this one left behind, kept for ever, and the tests that start today's code on it. */
@NullMarked
package io.expunge.processor.upgrade;

import org.jspecify.annotations.NullMarked;
