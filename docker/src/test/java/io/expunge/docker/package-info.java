/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the container image, the compose file and the manifests promise, as far as it can be seen without an engine. */
@NullMarked
package io.expunge.docker;

import org.jspecify.annotations.NullMarked;
