/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Events as JSON, and the one text form of it. */
@NullMarked
package io.expunge.processor.json;

import org.jspecify.annotations.NullMarked;
