/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Deletion requests and registrations as the processor keeps them: pseudonymised, validated, bounded. */
@NullMarked
package io.expunge.processor.request;

import org.jspecify.annotations.NullMarked;
