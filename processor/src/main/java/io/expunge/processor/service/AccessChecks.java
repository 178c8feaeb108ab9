/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.schemas.AclAdministration;
import io.expunge.schemas.AclCatalogue;
import io.expunge.schemas.AclRole;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** What the service's user must be allowed. Without this a missing right would show as a processor that waits for ever. */
final class AccessChecks {
    private AccessChecks() {}

    /**
     * Asks the brokers before anything is read.
     *
     * @throws StartUpException naming every right that is missing
     */
    static void service(ProcessorConfiguration configuration) {
        TopicCatalogue topics = TopicCatalogue.of(TopicSettings.defaults().withPrefix(configuration.topicPrefix()));
        AclCatalogue rights = AclCatalogue.of(topics, configuration.applicationId(), Optional.empty());
        try (Admin admin = Admin.create(new HashMap<>(configuration.clientProperties()))) {
            List<String> missing = new AclAdministration(admin).missing(rights, AclRole.SERVICE);
            if (!missing.isEmpty()) {
                throw new StartUpException(Stream.concat(
                                missing.stream(),
                                Stream.of(
                                        "'expunge topics acls --service User:NAME' prints the rules that allow it; NAME"
                                                + " is the user of sasl.jaas.config in --properties."))
                        .toList());
            }
        }
    }
}
