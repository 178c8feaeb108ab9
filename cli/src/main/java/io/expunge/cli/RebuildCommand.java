/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.rebuild.LedgerRebuild;
import io.expunge.processor.rebuild.RebuildPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a lost ledger again from the output topics and the model store. */
@Command(
        name = "rebuild",
        description = {
            "Make the processor's state again after all of it was lost, from the output topics and the model store. To be"
                    + " run with the options of 'expunge run', while no instance runs. It refuses to touch state that"
                    + " is there.",
            "Version numbers, removed classes, the audit chain, honoured deletions and every request's state come back;"
                    + " requests that were open go on when the service starts, which reads the request topic again from"
                    + " its beginning."
        },
        footer = {
            "  expunge rebuild --dry-run",
            "  expunge rebuild --bootstrap-servers kafka:9093 --registry-url https://registry \\",
            "                  --properties service.properties"
        })
final class RebuildCommand extends BaseCommand {
    @Option(names = "--dry-run", description = "Read everything, say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--discard-ledger",
            description = "Throw away what is left of the state: for a ledger of which a part was lost or is older than"
                    + " the topics. Not for one that works.")
    private boolean discardLedger;

    @Option(
            names = "--fail-lost",
            description = "End open requests that the request topic does not hold any more as FAILED; their requesters"
                    + " have to send them again.")
    private boolean failLost;

    @Option(
            names = "--adopt-store",
            description = "Take over a model store that belongs to another cluster or prefix: after a cluster was made"
                    + " anew from a copy of its topics.")
    private boolean adoptStore;

    @Option(names = "--json", description = "Print one JSON object for programs.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    RebuildCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        LedgerRebuild.Options options = new LedgerRebuild.Options(discardLedger, failLost, adoptStore);
        try (ServiceAccess access = ServiceAccess.open(connection, terminal());
                Progress progress = new Progress(terminal());
                LedgerRebuild rebuild = new LedgerRebuild(
                        access.configuration(), access.registry(), access.store(), options, progress)) {
            Connection.open(access.settings()).close(); // says soon and in a sentence that nobody answers
            RebuildPlan plan = rebuild.plan();
            if (!dryRun) {
                rebuild.execute(plan);
            }
            progress.close();
            if (json) {
                terminal().print(Json.line(asJson(plan)));
            } else {
                show(plan);
            }
            return ExitCode.OK;
        }
    }

    private void show(RebuildPlan plan) {
        terminal().print("Models    " + plan.models());
        terminal()
                .print("Requests  " + plan.requests() + ": " + plan.reopened() + " go on, "
                        + plan.lost().size() + " given up, "
                        + (plan.requests() - plan.reopened() - plan.lost().size()) + " as they were told");
        terminal().print("Seeds     " + plan.seeds().size() + (dryRun ? ", none written (--dry-run)" : ", written"));
        if (!dryRun) {
            terminal().print("Start the service: it takes them in and goes on.");
        }
    }

    private ObjectNode asJson(RebuildPlan plan) {
        ObjectNode object = Json.object();
        object.put("written", !dryRun);
        object.put("models", plan.models());
        object.put("requests", plan.requests());
        object.put("reopened", plan.reopened());
        object.set("givenUp", Json.node(plan.lost()));
        object.put("seeds", plan.seeds().size());
        return object;
    }
}
