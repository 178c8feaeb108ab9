/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/** Who does what with the topics; one principal may have several roles. */
public enum AclRole {
    /** The processor: the only writer of the output topics and of what it says to itself. */
    SERVICE("service", "The processor ('expunge run').", true),
    /** A system that asks for deletions and does nothing else. */
    PRODUCER("producer", "Systems that send deletion requests.", false),
    /** Who trains models and has them published. */
    TRAINER("trainer", "Who registers trained models ('expunge train').", false),
    /** A model server, a dashboard, an auditor, or a producer that waits for the answer. */
    SUBSCRIBER("subscriber", "Model servers, dashboards, auditors; producers that wait for the answer.", false),
    /** People with the operators' verbs. */
    OPERATOR("operator", "People who look after the processor: its commands, its dead letters.", true),
    /** Who makes the topics. */
    ADMINISTRATOR("administrator", "Who runs 'expunge topics --create'.", true);

    private final String label;
    private final String purpose;
    private final boolean personal;

    AclRole(String label, String purpose, boolean personal) {
        this.label = label;
        this.purpose = purpose;
        this.personal = personal;
    }

    /** Its name on a command line. */
    public String label() {
        return label;
    }

    /** One sentence for people. */
    public String purpose() {
        return purpose;
    }

    /** Whether it must never be given to everybody: its holders can change what others rely on. */
    public boolean personal() {
        return personal;
    }
}
