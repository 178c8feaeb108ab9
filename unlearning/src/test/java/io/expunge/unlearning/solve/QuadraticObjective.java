/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.SplittableRandom;

/** ½xᵀAx − bᵀx for a small dense A: an objective whose minimiser is known, the twin of the real one in solver tests. */
final class QuadraticObjective implements Objective {

    private final double[][] matrix;
    private final double[] linear;
    private final double strongConvexity;
    private final Vectors vectors = new Vectors(new Workers(1));
    private double passes;

    QuadraticObjective(double[][] matrix, double[] linear, double strongConvexity) {
        this.matrix = matrix;
        this.linear = linear;
        this.strongConvexity = strongConvexity;
    }

    /** A = GᵀG/n + λI with a known minimiser; returns the objective, fills in the minimiser. */
    static QuadraticObjective random(SplittableRandom random, double lambda, double[] minimiser) {
        int n = minimiser.length;
        double[][] g = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                g[i][j] = random.nextDouble(-1, 1);
            }
            minimiser[i] = random.nextDouble(-2, 2);
        }
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    a[i][j] += g[k][i] * g[k][j];
                }
            }
            a[i][i] += lambda;
        }
        return new QuadraticObjective(a, multiply(a, minimiser), lambda);
    }

    static double[] multiply(double[][] a, double[] x) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                product[i] += a[i][j] * x[j];
            }
        }
        return product;
    }

    double[] linear() {
        return linear;
    }

    void apply(double[] vector, double[] product) {
        System.arraycopy(multiply(matrix, vector), 0, product, 0, product.length);
        passes++;
    }

    @Override
    public int dimension() {
        return linear.length;
    }

    @Override
    public double strongConvexity() {
        return strongConvexity;
    }

    @Override
    public double passes() {
        return passes;
    }

    @Override
    public Vectors vectors() {
        return vectors;
    }

    @Override
    public Iterate startAt(double[] parameters) {
        return new Point(parameters.clone());
    }

    private final class Point implements Iterate {
        private final double[] x;

        Point(double[] x) {
            this.x = x;
        }

        @Override
        public Objective objective() {
            return QuadraticObjective.this;
        }

        @Override
        public double[] parameters() {
            return x.clone();
        }

        @Override
        public double parameterNorm() {
            return vectors.norm(x);
        }

        @Override
        public double value() {
            return valueAt(x);
        }

        private double valueAt(double[] at) {
            return 0.5 * vectors.dot(at, multiply(matrix, at)) - vectors.dot(linear, at);
        }

        @Override
        public void gradient(double[] gradient) {
            System.arraycopy(multiply(matrix, x), 0, gradient, 0, gradient.length);
            vectors.addScaled(-1, linear, gradient);
            passes += 0.5;
        }

        @Override
        public void hessianVectorProduct(double[] vector, double[] product) {
            apply(vector, product);
        }

        @Override
        public Line along(double[] direction) {
            passes += 0.5;
            return new Line() {
                private double[] moved(double step) {
                    double[] to = x.clone();
                    vectors.addScaled(step, direction, to);
                    return to;
                }

                @Override
                public LineValue at(double step) {
                    double[] to = moved(step);
                    double[] gradient = multiply(matrix, to);
                    vectors.addScaled(-1, linear, gradient);
                    return new LineValue(valueAt(to), vectors.dot(gradient, direction));
                }

                @Override
                public void moveTo(double step) {
                    System.arraycopy(moved(step), 0, x, 0, x.length);
                }
            };
        }
    }
}
