/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Evidence of one request, in one file that anybody can check without a broker or a store. */
@NullMarked
package io.expunge.processor.evidence;

import org.jspecify.annotations.NullMarked;
