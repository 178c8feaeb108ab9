/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.store.VerificationKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "key",
        description = "Print the public key that checks the signatures of checkpoints and evidence, as PEM. Give it to"
                + " auditors, and its id by a second way.",
        footer = {"  expunge audit key > expunge-public-key.pem", "  expunge audit key --json     with its id"})
final class AuditKeyCommand extends BaseCommand {
    @Option(names = "--json", description = "Print one JSON object for programs.")
    private boolean json;

    @Mixin
    private final SigningOptions signing = new SigningOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    AuditKeyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        try (StoreAtHand store = StoreAtHand.ifThere(connection.store())) {
            VerificationKey key = signing.key(connection, store.store()).publicKey();
            if (json) {
                ObjectNode object = Json.object();
                object.put("keyId", key.id());
                object.put("publicKey", key.encoded());
                object.put("pem", key.pem());
                terminal().print(Json.line(object));
            } else {
                key.pem().lines().forEach(terminal()::print);
                terminal().note("expunge: key id " + key.id());
            }
            return ExitCode.OK;
        }
    }
}
