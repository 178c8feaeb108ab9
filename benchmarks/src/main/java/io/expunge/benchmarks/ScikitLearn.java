/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Runs the project's own scikit-learn script where a Python that has scikit-learn is installed. */
final class ScikitLearn {
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");
    private static final Path SCRIPT = Path.of(System.getProperty("expunge.sklearn", "benchmarks/sklearn_retrain.py"));

    private final String python;

    private ScikitLearn(String python) {
        this.python = python;
    }

    /**
     * What the script measured.
     *
     * @param version scikit-learn's
     * @param vectorise seconds to vectorise the retained documents
     * @param fit seconds to fit
     * @param publishedStep seconds of the published update step in SciPy
     * @param iterations of L-BFGS
     * @param accuracy on the test documents of the retained classes
     * @param weights coefficients, features × classes
     */
    @SuppressWarnings("ArrayRecordComponent") // stays inside the package, never compared
    record Measured(
            String version,
            Spread vectorise,
            Spread fit,
            Spread publishedStep,
            int iterations,
            double accuracy,
            double[] weights) {}

    /** The first Python that can import scikit-learn, empty when none can. */
    static Optional<ScikitLearn> find() {
        return PYTHONS.stream().filter(ScikitLearn::imports).findFirst().map(ScikitLearn::new);
    }

    private static boolean imports(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import sklearn, scipy")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Retrains without the set's class. */
    Measured measure(DataSet set, int runs) throws IOException, InterruptedException {
        Path weights = Files.createTempFile("expunge-coefficients", ".f64");
        try {
            Process process = new ProcessBuilder(
                            python,
                            SCRIPT.toString(),
                            "--train=" + set.file("train"),
                            "--test=" + set.file("test"),
                            "--remove=" + set.removedClass(),
                            "--runs=" + runs,
                            "--weights=" + weights)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            JsonNode result;
            try (InputStream out = process.getInputStream()) {
                result = new ObjectMapper().readTree(out.readAllBytes());
            }
            if (process.waitFor() != 0) {
                throw new IOException(SCRIPT + " failed for " + set.directory() + "; what it said stands above.");
            }
            return measured(result, doubles(Files.readAllBytes(weights)));
        } finally {
            Files.delete(weights);
        }
    }

    static Measured measured(JsonNode result, double[] weights) {
        return new Measured(
                result.path("scikit_learn").asText(),
                spread(result.path("vectorise_seconds")),
                spread(result.path("fit_seconds")),
                spread(result.path("published_step_seconds")),
                result.path("iterations").asInt(),
                result.path("accuracy").asDouble(),
                weights);
    }

    private static Spread spread(JsonNode seconds) {
        return Spread.of(StreamSupport.stream(seconds.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray());
    }

    private static double[] doubles(byte[] bytes) {
        double[] values = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }
}
