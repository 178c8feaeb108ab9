/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.Optional;

/**
 * A smooth, strongly convex function of a parameter vector, seen by solvers through points that remember what they have
 * computed. Work is counted in passes over the data: a product with the data or with its transpose is half a pass.
 *
 * <p>Not thread-safe: one solver at a time works on an objective and on the iterates made from it.
 */
public interface Objective {

    /** The length of parameters, gradients and directions. */
    int dimension();

    /** λ &gt; 0 such that the Hessian is at least λI everywhere. */
    double strongConvexity();

    /** Passes over the data made so far. */
    double passes();

    /** The arithmetic solvers are to use on vectors of this dimension. */
    Vectors vectors();

    /**
     * A point to start from; costs half a pass.
     *
     * @param parameters of length {@link #dimension()}, copied
     */
    Iterate startAt(double[] parameters);

    /** A point that moves along lines, with the products of data and parameters kept up to date. */
    interface Iterate {

        /** The objective this point belongs to. */
        Objective objective();

        /** A copy of the parameters. */
        double[] parameters();

        /** ‖W‖, the Euclidean norm of the parameters. */
        double parameterNorm();

        /** The objective's value here; no pass. */
        double value();

        /** Writes the gradient into a buffer of the caller; half a pass. */
        void gradient(double[] gradient);

        /** Writes H·vector into a buffer of the caller; one pass. The two buffers must be different arrays. */
        void hessianVectorProduct(double[] vector, double[] product);

        /**
         * The Hessian here in single precision, which gives directions at half the traffic; empty where there is none. It is
         * valid until the point moves. Making it costs no pass, each product one.
         */
        default Optional<SinglePrecisionHessian> singlePrecisionHessian() {
            return Optional.empty();
        }

        /**
         * The line from here along a direction; half a pass, after which looking along it and moving cost none. It is
         * valid until the point moves or another line is drawn, and keeps a reference to the direction.
         */
        Line along(double[] direction);
    }

    /** The objective along a line, from step 0 at the point it was drawn from. */
    interface Line {

        /** Value and directional derivative at a step; no pass. */
        LineValue at(double step);

        /** Moves the point the line was drawn from to this step; no pass. */
        void moveTo(double step);
    }

    /** Value and slope of the objective at one step along a line. */
    record LineValue(double value, double slope) {}
}
