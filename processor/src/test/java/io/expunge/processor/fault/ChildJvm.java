/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A JVM on the same class path that can be spoken with, stopped, continued and killed. What it prints besides goes to a
 * file. Owned by one thread, except that killing is allowed to all.
 */
final class ChildJvm implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path log;
    private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();

    private ChildJvm(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        Thread reader = new Thread(this::read, "child-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a main class with one argument, the file that says everything else. */
    static ChildJvm start(String name, Class<?> main, int heapMebibytes, Path argument, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName(),
                argument.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new ChildJvm(name, process, log);
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                if (line.startsWith(ChildMain.MARK)) {
                    said.add(line.substring(ChildMain.MARK.length()));
                }
            }
        } catch (IOException ended) {
            // A killed process ends its output any way it likes.
        }
        said.add("ended");
    }

    /** Tells the child something. */
    void tell(String line) {
        try {
            OutputStream out = process.getOutputStream();
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException gone) {
            throw new IllegalStateException("child " + name + " is gone; its log is " + log, gone);
        }
    }

    /** Tells the child something and waits until it has done it: what is sent to it afterwards finds it done. */
    void instruct(String line, Duration patience) throws InterruptedException {
        tell(line);
        await("obeyed " + line.toUpperCase(Locale.ROOT), patience);
    }

    /** Waits until the child says something that fits, and drops what it said before. */
    boolean awaits(Predicate<String> wanted, Duration patience) throws InterruptedException {
        long giveUp = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0; left = giveUp - System.nanoTime()) {
            String line = said.poll(left, TimeUnit.NANOSECONDS);
            if (line != null && wanted.test(line)) {
                return true;
            }
            if ("ended".equals(line)) {
                said.add(line);
                return wanted.test(line);
            }
        }
        return false;
    }

    /** The same, and failing to hear it is an error that shows the end of the log. */
    void await(String wanted, Duration patience) throws InterruptedException {
        if (!awaits(line -> line.startsWith(wanted), patience)) {
            throw new AssertionError(
                    "child " + name + " did not say '" + wanted + "'; its log is " + log + " and ends:\n" + tail());
        }
    }

    /** How it is, the end of its log, and what its stream threads do. */
    String describe() {
        return "child " + name + (isAlive() ? " is alive" : " is dead") + " and its log ends:\n" + tail() + "\n"
                + streamThreads();
    }

    private String streamThreads() {
        if (!isAlive()) {
            return "";
        }
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            String all = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split("\\R\\R"))
                    .filter(thread -> thread.contains("StreamThread"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException unasked) {
            return "its threads cannot be asked: " + unasked;
        }
    }

    private String tail() {
        List<String> lines;
        try {
            lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException unreadable) {
            lines = List.of(unreadable.toString());
        }
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGQUIT: has it write what its threads do into its log. */
    void dumpThreads() throws IOException, InterruptedException {
        if (isAlive()) {
            signal("QUIT");
        }
    }

    /** SIGSTOP. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + signal + " of child " + name + " ended with " + code);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
