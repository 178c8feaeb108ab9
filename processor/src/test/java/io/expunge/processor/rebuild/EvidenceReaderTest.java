/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.cluster.HeldTopics;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.InMemorySchemaRegistry;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.ProgressMonitor;
import org.junit.jupiter.api.Test;

class EvidenceReaderTest {
    private static final byte[] UNREADABLE = {0, 0, 0, 0, 99, 1};

    private final Topics topics = Topics.withDefaultPrefix();

    private EvidenceReader reader(HeldTopics held) {
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        new SubjectAdministration(registry).register(TopicCatalogue.of(TopicSettings.defaults()));
        return new EvidenceReader(EventSchemas.prepare(registry, topics), held.scan(), ProgressMonitor.NONE);
    }

    @Test
    void whatCannotBeReadOnAnOutputTopicIsInTheWayAndNamed() {
        HeldTopics held = new HeldTopics().with(topics.requestStatus(), 2, null, UNREADABLE);
        assertThat(reader(held).outputs().problems())
                .as("a tombstone is none")
                .singleElement()
                .asString()
                .contains("topic expunge.request-status, partition 0, offset 1");
    }

    @Test
    void whatCannotBeReadOnAnIntakeTopicIsPassedOver() {
        HeldTopics held = new HeldTopics().with(topics.deletionRequests(), 1, UNREADABLE);
        assertThat(reader(held).intake()).isEmpty();
    }
}
