/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A virtual machine of its own for one contender, started as this one was: as in a processor, which runs one method, the compiler
 * has seen nothing else and the heap holds nothing else. It waits, using no processor, until it is asked for a measurement.
 */
final class ContenderProcess implements AutoCloseable {
    static final String READY = "ready";

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    /** Starts and returns when the contender is warm. */
    ContenderProcess(DataSet set, Contender contender, int warmUp, int threads) throws IOException {
        this.name = contender.name();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ContenderRun.class.getName()));
        command.addAll(List.of(set.directory(), name, Integer.toString(warmUp), Integer.toString(threads)));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        String first = answer();
        if (!first.equals(READY)) {
            throw new IOException("the virtual machine of '" + name + "' said '" + first + "' instead of " + READY);
        }
    }

    private String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the virtual machine of '" + name + "' ended; what it said stands above");
        }
        return answer;
    }

    /** Seconds of one more run. */
    double seconds() throws IOException {
        questions.write("run\n");
        questions.flush();
        return Double.parseDouble(answer());
    }

    /** The end of its input ends it. */
    @Override
    public void close() throws IOException {
        questions.close();
        answers.close();
        process.destroy();
    }
}
