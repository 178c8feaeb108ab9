/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is proved and what is measured of versions made from real text: every check, the distances behind the certificate, and the
 * curves behind the attacks, as tables, as JSON and as pictures.
 */
public final class VerificationReport {
    private static final int THREADS =
            Integer.getInteger("expunge.threads", Runtime.getRuntime().availableProcessors());

    private final Machine machine = Machine.now();
    private final List<SetVerification> sets = new ArrayList<>();

    VerificationReport() {}

    /** Takes sets and options; {@code --help} names them. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        VerificationArguments asked;
        try {
            asked = VerificationArguments.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n" + VerificationArguments.USAGE);
            return 2;
        }
        if (asked.help()) {
            System.out.println(VerificationArguments.USAGE);
            return 0;
        }
        try {
            return asked.from().isPresent() ? draw(Figures.read(asked.from().get()), asked) : measure(asked);
        } catch (IOException | RuntimeException cause) {
            // A program that waits must not take this for a check that failed.
            System.err.println("verification: it could not be measured: " + cause);
            return 3;
        }
    }

    private static int draw(Figures figures, VerificationArguments asked) throws IOException {
        for (Path picture : figures.write(asked.plots().orElseThrow())) {
            Machine.progress("drew %s", picture);
        }
        return 0;
    }

    private static int measure(VerificationArguments asked) throws IOException {
        VerificationReport report = new VerificationReport();
        for (DataSet set : asked.common().sets()) {
            report.add(SetVerification.of(VerificationCase.of(set), CurveReport.BOUNDS, THREADS));
        }
        System.out.println(asked.common().json() ? report.json().toPrettyString() : report.text());
        if (asked.plots().isPresent()) {
            draw(report.figures(), asked);
        }
        return report.exitCode();
    }

    void add(SetVerification set) {
        sets.add(set);
    }

    Figures figures() {
        return new Figures(sets.stream().map(SetVerification::figures).toList());
    }

    int exitCode() {
        return failed() ? 1 : 0;
    }

    boolean failed() {
        return sets.stream().anyMatch(SetVerification::failed);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        sets.stream().flatMap(set -> set.removals().stream()).forEach(removal -> text.append(removal.text())
                .append("\n\n"));
        text.append("| set, class removed | version | relative distance | proved bound |\n|---|---|---|---|");
        for (SetVerification set : sets) {
            for (VersionDistance version : set.figures().distances()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n| %s | %s | %.3e | %.3e |",
                        set.figures().title(),
                        version.version(),
                        version.distance(),
                        version.bound()));
            }
        }
        return text.append("\n\nSeconds of one run, ")
                .append(THREADS)
                .append(" threads, whatever else the machine does; all other figures come out the same each time.\n")
                .append(machine.text())
                .toString();
    }

    ObjectNode json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        machine.json(root.putObject("machine"));
        root.put("threads", THREADS).put("failed", failed());
        root.set("figures", mapper.valueToTree(figures()));
        ArrayNode removals = root.putArray("removals");
        sets.stream().flatMap(set -> set.removals().stream()).forEach(removal -> removal.json(removals.addObject()));
        return root;
    }
}
