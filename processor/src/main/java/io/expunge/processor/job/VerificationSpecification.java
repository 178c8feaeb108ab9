/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.VerificationStage;
import java.util.Optional;

/**
 * A published version that is to be checked thoroughly.
 *
 * @param contentHash its artifact
 * @param baseHash the artifact to compare with, from which only unlearnings lead to this one: that before the first version
 *     that the verdict covers, or that version's own where it is no unlearning; empty where nobody noted it
 * @param coversFrom the first version the verdict covers, at most {@code version}
 */
public record VerificationSpecification(
        String modelId,
        long version,
        String contentHash,
        Optional<String> baseHash,
        long coversFrom,
        VerificationStage stage) {}
