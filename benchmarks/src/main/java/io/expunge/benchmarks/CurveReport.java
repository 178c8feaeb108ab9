/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.method.EffortPoint;
import io.expunge.unlearning.method.UnlearningMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The price of nearness: seconds, passes and accuracy for bounds from 1e-1 to 1e-5, as a table and a picture. */
public final class CurveReport {
    static final List<Double> BOUNDS = List.of(1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5);
    private static final int RUNS = Integer.getInteger("expunge.runs", 3);
    private static final int WARM_UP = Integer.getInteger("expunge.warm-up", 2);
    private static final int THREADS =
            Integer.getInteger("expunge.threads", Runtime.getRuntime().availableProcessors());
    private static final Path DIRECTORY = Path.of("benchmarks", "target", "curves");

    private CurveReport() {}

    /** Draws the curve of the sets named, of all when none is. */
    public static void main(String[] arguments) throws IOException {
        Machine machine = Machine.now();
        Files.createDirectories(DIRECTORY);
        for (DataSet set : Arguments.parse(arguments).sets()) {
            List<EffortPoint> points = measure(RemovalCase.of(set, THREADS));
            List<String> lines = new ArrayList<>(List.of(EffortPoint.CSV_HEADER));
            points.forEach(point -> lines.add(point.csv()));
            Path table = DIRECTORY.resolve(set.directory() + ".csv");
            Path picture = DIRECTORY.resolve(set.directory() + ".svg");
            Files.write(table, lines);
            Files.writeString(picture, CurvePlot.svg(set.directory() + " without " + set.removedClass(), points));
            System.out.println(set.directory() + ", also in " + table + " and " + picture + "\n"
                    + String.join("\n", lines) + "\n");
        }
        System.out.println(
                "Seconds: median of " + RUNS + " after " + WARM_UP + ", " + THREADS + " threads\n" + machine.text());
    }

    private static List<EffortPoint> measure(RemovalCase removal) {
        List<List<EffortPoint>> curves = new ArrayList<>();
        for (int run = -WARM_UP; run < RUNS; run++) {
            Machine.progress(
                    "%s: curve %d, those below 1 to warm up", removal.set().directory(), run + 1);
            List<EffortPoint> curve = EffortPoint.curve(
                    UnlearningMethods.standard(), removal.problem(), BOUNDS, removal::accuracy, ProgressMonitor.NONE);
            if (run >= 0) {
                curves.add(curve);
            }
        }
        return medians(curves);
    }

    /** Curves of the same bounds made one: all but the seconds are the same in each. */
    static List<EffortPoint> medians(List<List<EffortPoint>> curves) {
        List<EffortPoint> medians = new ArrayList<>();
        for (int point = 0; point < curves.get(0).size(); point++) {
            int index = point;
            EffortPoint any = curves.get(0).get(point);
            double seconds = Spread.of(curves.stream()
                            .mapToDouble(curve -> curve.get(index).seconds())
                            .toArray())
                    .median();
            medians.add(
                    new EffortPoint(any.relativeBound(), seconds, any.passes(), any.certifiedBound(), any.accuracy()));
        }
        return medians;
    }
}
