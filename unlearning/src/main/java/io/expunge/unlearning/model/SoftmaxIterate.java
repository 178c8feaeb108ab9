/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.Vectors;

/** A point of a {@link SoftmaxObjective} with its scores and probabilities, kept up to date as it moves along lines. */
final class SoftmaxIterate implements Objective.Iterate {

    private final SoftmaxObjective objective;
    private final Vectors vectors;
    private final double[] parameters;
    private final double[] scores;
    private final double[] directionScores;
    private final double[] losses;
    private double[] probabilities;
    private double[] trialProbabilities;
    private double loss;
    private double parametersSquared;

    SoftmaxIterate(SoftmaxObjective objective, double[] parameters) {
        int cells = objective.documents() * objective.classes();
        this.objective = objective;
        this.vectors = objective.vectors();
        this.parameters = parameters;
        this.scores = new double[cells];
        this.directionScores = new double[cells];
        this.losses = new double[objective.documents()];
        this.probabilities = new double[cells];
        this.trialProbabilities = new double[cells];
        objective.gather(parameters, scores);
        this.loss = evaluate(scores, probabilities);
        this.parametersSquared = vectors.dot(parameters, parameters);
    }

    /** Writes the probabilities of all rows and returns Σ_i −ln p_i[y_i]. */
    private double evaluate(double[] at, double[] into) {
        int classes = objective.classes();
        objective.workers().forEachBlock(losses.length, SoftmaxObjective.BLOCK, (block, from, to) -> {
            for (int document = from; document < to; document++) {
                int base = document * classes;
                double logSum = Softmax.probabilities(at, base, classes, into);
                losses[document] = logSum - at[base + objective.label(document)];
            }
        });
        return vectors.sum(losses);
    }

    @Override
    public Objective objective() {
        return objective;
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    @Override
    public double parameterNorm() {
        return StrictMath.sqrt(parametersSquared);
    }

    @Override
    public double value() {
        return loss + 0.5 * objective.strongConvexity() * parametersSquared;
    }

    @Override
    public void gradient(double[] gradient) {
        double[] residuals = objective.residuals();
        System.arraycopy(probabilities, 0, residuals, 0, residuals.length);
        for (int document = 0; document < losses.length; document++) {
            residuals[document * objective.classes() + objective.label(document)] -= 1;
        }
        objective.scatter(parameters, gradient);
    }

    @Override
    public void hessianVectorProduct(double[] vector, double[] product) {
        objective.gatherCurvature(vector, probabilities);
        objective.scatter(vector, product);
    }

    @Override
    public Objective.Line along(double[] direction) {
        objective.gather(direction, directionScores);
        return new SoftmaxLine(direction);
    }

    private final class SoftmaxLine implements Objective.Line {
        private final double[] direction;
        private final double directionSquared;
        private final double parametersDirection;
        private final double[] trialScores = objective.residuals();
        private final double[] slopes = new double[losses.length];

        SoftmaxLine(double[] direction) {
            this.direction = direction;
            this.directionSquared = vectors.dot(direction, direction);
            this.parametersDirection = vectors.dot(parameters, direction);
        }

        @Override
        public Objective.LineValue at(double step) {
            int classes = objective.classes();
            vectors.scaled(step, directionScores, trialScores);
            vectors.addScaled(1, scores, trialScores);
            double trialLoss = evaluate(trialScores, trialProbabilities);
            objective.workers().forEachBlock(slopes.length, SoftmaxObjective.BLOCK, (block, from, to) -> {
                for (int document = from; document < to; document++) {
                    slopes[document] = slope(document, document * classes, classes);
                }
            });
            double penalty = 0.5
                    * objective.strongConvexity()
                    * (parametersSquared + 2 * step * parametersDirection + step * step * directionSquared);
            double penaltySlope = objective.strongConvexity() * (parametersDirection + step * directionSquared);
            return new Objective.LineValue(trialLoss + penalty, vectors.sum(slopes) + penaltySlope);
        }

        private double slope(int document, int base, int classes) {
            double slope = -directionScores[base + objective.label(document)];
            for (int k = base; k < base + classes; k++) {
                slope += trialProbabilities[k] * directionScores[k];
            }
            return slope;
        }

        @Override
        public void moveTo(double step) {
            vectors.addScaled(step, directionScores, scores);
            vectors.addScaled(step, direction, parameters);
            parametersSquared = vectors.dot(parameters, parameters);
            loss = evaluate(scores, trialProbabilities);
            double[] previous = probabilities;
            probabilities = trialProbabilities;
            trialProbabilities = previous;
        }
    }
}
