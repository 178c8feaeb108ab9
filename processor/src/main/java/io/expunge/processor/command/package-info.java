/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Everything that reaches the model sub-topology and is not a request: the records of the commands topic. */
@NullMarked
package io.expunge.processor.command;

import org.jspecify.annotations.NullMarked;
