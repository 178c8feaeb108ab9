/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The topology as a pure function of configuration. */
@NullMarked
package io.expunge.processor.topology;

import org.jspecify.annotations.NullMarked;
