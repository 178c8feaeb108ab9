/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What all commands share: help, {@code --debug} and the meaning of exit codes. */
@Command(
        sortOptions = false,
        showDefaultValues = true,
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the answer is no: a request rejected, a check failed, something not there",
            "2:the command line is wrong",
            "3:no broker or registry answers, or a port is taken",
            "4:a file you gave is missing or broken",
            "5:the model store cannot be used or is damaged",
            "70:a defect of this program; please report it",
            "124:the answer did not come in time"
        })
abstract class BaseCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global = new GlobalOptions();

    private final Terminal terminal;

    BaseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public final Integer call() throws Exception {
        if (global.debug()) {
            Logging.toStandardError();
        }
        return execute().number();
    }

    /** Does the work. */
    abstract ExitCode execute() throws Exception;

    final Terminal terminal() {
        return terminal;
    }

    final GlobalOptions global() {
        return global;
    }
}
