/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The versioned binary encoding of internal stores and topics; needs no registry. */
@NullMarked
package io.expunge.processor.codec;

import org.jspecify.annotations.NullMarked;
