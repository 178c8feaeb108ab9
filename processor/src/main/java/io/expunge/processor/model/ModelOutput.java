/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.command.Command;
import io.expunge.processor.intake.DeadLetter;

/** Everything the model sub-topology writes; one kind for each topic. */
public sealed interface ModelOutput {
    String key();

    /** To the request-status topic. */
    record Status(RequestStatusChanged event) implements ModelOutput {
        @Override
        public String key() {
            return StatusKey.of(event.getModelId(), event.getRequestId());
        }
    }

    /** To the model-versions topic. */
    record Version(ModelVersionPublished event) implements ModelOutput {
        @Override
        public String key() {
            return event.getModelId();
        }
    }

    /** To the model-heads topic. */
    record Head(ModelVersionPublished event) implements ModelOutput {
        @Override
        public String key() {
            return event.getModelId();
        }
    }

    /** To the audit topic. */
    record Audit(AuditRecorded event) implements ModelOutput {
        @Override
        public String key() {
            return event.getModelId();
        }
    }

    /** To the dead-letters topic. */
    record Dead(String key, DeadLetter letter) implements ModelOutput {}

    /** Back to the commands topic, in the same transaction: there is more to do. */
    record More(Command.Continue command) implements ModelOutput {
        @Override
        public String key() {
            return command.modelId();
        }
    }

    /** Back to the commands topic, in the same transaction: a purge may begin when this is read. */
    record Intent(Command.PurgeIntended command) implements ModelOutput {
        @Override
        public String key() {
            return command.modelId();
        }
    }
}
