/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Running the topology: configuration, start-up checks, lifecycle. */
@NullMarked
package io.expunge.processor.service;

import org.jspecify.annotations.NullMarked;
