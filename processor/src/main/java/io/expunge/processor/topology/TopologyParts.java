/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.topology;

import io.expunge.processor.audit.CheckpointSigner;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.intake.Intakes;
import io.expunge.processor.job.JobRunner;
import io.expunge.processor.model.ModelPolicy;
import io.expunge.processor.verification.HeadHints;
import io.expunge.processor.verification.VerificationPolicy;
import io.expunge.schemas.EventSchemas;
import java.util.Optional;

/**
 * What the topology is made of.
 *
 * @param schemas event contracts, their ids resolved
 * @param intakes the input topics' first step
 * @param policy how batches are made
 * @param jobs where jobs run
 * @param commands the way of wakes and ticks
 * @param hints who tells the store of heads
 * @param watch who looks on, for metrics
 * @param signer what signs the audit chains; without one they stay unsigned
 * @param modelPartitions partitions of everything that is keyed by model
 */
public record TopologyParts(
        EventSchemas schemas,
        Intakes intakes,
        ModelPolicy policy,
        VerificationPolicy verification,
        JobRunner jobs,
        CommandSender commands,
        HeadHints hints,
        TopologyWatch watch,
        Optional<CheckpointSigner> signer,
        int modelPartitions) {}
