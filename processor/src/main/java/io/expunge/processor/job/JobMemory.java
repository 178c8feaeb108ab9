/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.store.Artifact;
import io.expunge.store.ArtifactSize;
import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.format.ArtifactFile;
import io.expunge.unlearning.method.Solver;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How much heap a job on an artifact may need at once, from its manifest alone: what is loaded, and beside it the greater of
 * what the solver and what the gate holds. With P = 8·terms·classes bytes, C = 8·documents·classes, N the non-zeros of the
 * training set and E those of the evaluation set:
 *
 * <ul>
 *   <li>the base: weights P, counts 8N and 8E, terms and hashes;
 *   <li>a solver: the retained counts 8N, the features 12N, their transpose 12N, room for both in single precision 16N, the
 *       certificate's own transpose 12N; scores, probabilities and the like 7C; and its vectors ({@link #vectors});
 *   <li>the gate: what would be put (P/2 + 8N + 8E), the same read back (P + 8N + 8E), features and transpose 24N, a copy of
 *       the weights, scores; and beside it the accuracies, with counts and features of the evaluation set, which the guard
 *       has too once the rest of the gate is done.
 * </ul>
 *
 * A test holds it against what jobs of several shapes have live. Immutable.
 */
final class JobMemory {
    private static final String PUBLISHED = "influence-published";
    /** Strings, list slots and the hash tables they pass through. */
    private static final long BYTES_PER_TERM = 300;
    /** Two keyed hashes, rows, labels. */
    private static final long BYTES_PER_DOCUMENT = 200;
    /** Threads, buffers, events: what does not grow. */
    private static final long FIXED = 4 << 20;

    private final long parameters;
    private final long cells;
    private final long nonZeros;
    private final long evaluated;
    private final long base;

    private JobMemory(Artifact artifact) {
        ArtifactSize size = artifact.size();
        this.parameters = 8L * size.terms() * size.classes();
        this.cells = 8L * size.documents() * size.classes();
        this.nonZeros = size.nonZeros();
        this.evaluated = evaluated(artifact.files());
        this.base = FIXED
                + parameters
                + 8 * nonZeros
                + 8 * evaluated
                + BYTES_PER_TERM * size.terms()
                + BYTES_PER_DOCUMENT * size.documents();
    }

    /** The most entries an evaluation set can have: its file holds the terms too, and two bytes or more an entry. */
    private static long evaluated(SortedMap<String, FileEntry> files) {
        FileEntry evaluation = files.get(ArtifactFile.EVALUATION_SET.fileName());
        FileEntry terms = files.get(ArtifactFile.TERMS.fileName());
        return evaluation == null || terms == null ? 0 : (evaluation.bytes() - terms.bytes()) / 2;
    }

    /**
     * What unlearning may need, or 0 if the artifact cannot be read: the job itself says what is wrong.
     *
     * @throws ModelStoreException.StoreUnavailable if trying again may help
     */
    static long ofUnlearning(ModelStore store, String hash, UnlearningOptions options, String method) {
        return read(store, hash)
                .map(memory -> memory.unlearning(method, options.solver()))
                .orElse(0L);
    }

    /** The same for a look at a registered artifact, which solves nothing. */
    static long ofAdmission(ModelStore store, String hash) {
        return read(store, hash).map(memory -> memory.base + memory.gate()).orElse(0L);
    }

    /** The same for a look at what an artifact holds. */
    static long ofReading(Artifact artifact) {
        return new JobMemory(artifact).base;
    }

    private static Optional<JobMemory> read(ModelStore store, String hash) {
        if (!ContentHash.isHash(hash)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JobMemory(store.open(new ContentHash(hash))));
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException unreadable) {
            return Optional.empty();
        }
    }

    private long unlearning(String method, Solver chosen) {
        // The published step has a second set of features: that of all documents.
        long others = method.equals(PUBLISHED) ? (8 + 12 + 12) * nonZeros : 0;
        long solver = others + vectors(method, chosen) * parameters + 7 * cells + (8 + 12 + 12 + 16) * nonZeros;
        long certificate = others + 6 * parameters + 7 * cells + (8 + 12 + 12 + 16 + 12) * nonZeros;
        return base + Math.max(Math.max(solver, certificate), gate());
    }

    private long gate() {
        return 3 * parameters + 4 * cells + (8 + 8 + 12 + 12) * nonZeros + (8 + 8 + 16 + 12 + 12) * evaluated;
    }

    /**
     * Parameter-sized vectors a method holds beside the base's weights. Newton-CG: start, iterate, gradient, right-hand side
     * and the four of conjugate gradients. L-BFGS: start, iterate, direction, two gradients and two a pair, of which there
     * are three or ten; behind the dual its weights and the copy that the finisher starts from.
     */
    private static int vectors(String method, Solver solver) {
        int withTenPairs = 7 + 20;
        if (method.equals(PUBLISHED)) {
            return 14;
        }
        if (!method.equals("hessian-reassignment") || solver == Solver.LBFGS) {
            return withTenPairs;
        }
        int lastRung = 6 + 6;
        return solver == Solver.NEWTON_CG ? lastRung : lastRung + 1;
    }
}
