/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the processor promises, each promise as a class that watches and judges. */
@NullMarked
package io.expunge.processor.promise;

import org.jspecify.annotations.NullMarked;
