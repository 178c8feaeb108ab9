/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import java.time.Instant;
import java.util.Optional;

/**
 * What a purger has to do, and has done since it started.
 *
 * @param waiting purges that are committed and not done: at work, or refused by the store and tried again
 * @param done purges that were carried out
 * @param oldest since when this process knows of the oldest that waits
 */
public record PurgeLoad(int waiting, long done, Optional<Instant> oldest) {}
