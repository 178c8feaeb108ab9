/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.SinglePrecisionHessian;
import io.expunge.unlearning.solve.Vectors;
import java.util.Optional;

/** A point of a {@link SoftmaxObjective} with its scores and probabilities, kept up to date as it moves along lines. */
final class SoftmaxIterate implements Objective.Iterate {

    private final SoftmaxObjective objective;
    private final Vectors vectors;
    private final double[] parameters;
    private final double[] scores;
    private final double[] directionScores;
    private final double[] losses;
    private final double[] probabilities;
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
        objective.gather(parameters, scores);
        this.loss = evaluate();
        this.parametersSquared = vectors.dot(parameters, parameters);
    }

    /** Writes the probabilities of all rows and returns Σ_i −ln p_i[y_i]. */
    private double evaluate() {
        int classes = objective.classes();
        objective.workers().forEachBlock(losses.length, SoftmaxObjective.BLOCK, (block, from, to) -> {
            for (int document = from; document < to; document++) {
                int base = document * classes;
                double logSum = Softmax.probabilities(scores, base, classes, probabilities);
                losses[document] = logSum - scores[base + objective.label(document)];
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
        int classes = objective.classes();
        double[] residuals = objective.residuals();
        objective.workers().forEachBlock(losses.length, SoftmaxObjective.BLOCK, (block, from, to) -> {
            System.arraycopy(probabilities, from * classes, residuals, from * classes, (to - from) * classes);
            for (int document = from; document < to; document++) {
                residuals[document * classes + objective.label(document)] -= 1;
            }
        });
        objective.scatter(parameters, gradient);
    }

    @Override
    public void hessianVectorProduct(double[] vector, double[] product) {
        objective.gatherCurvature(vector, probabilities);
        objective.scatter(vector, product);
    }

    @Override
    public Optional<SinglePrecisionHessian> singlePrecisionHessian() {
        return Optional.of(objective.singlePrecisionHessian(probabilities));
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
        private final double[] slopes = new double[losses.length];
        private double triedStep = Double.NaN;
        private double triedLoss;
        private long triedUse;

        SoftmaxLine(double[] direction) {
            this.direction = direction;
            this.directionSquared = vectors.dot(direction, direction);
            this.parametersDirection = vectors.dot(parameters, direction);
        }

        @Override
        public Objective.LineValue at(double step) {
            double[] trial = objective.residuals();
            triedUse = objective.residualsUses();
            triedStep = step;
            objective.workers().forEachBlock(slopes.length, SoftmaxObjective.BLOCK, (block, from, to) -> {
                for (int document = from; document < to; document++) {
                    evaluate(document, step, trial);
                }
            });
            triedLoss = vectors.sum(losses);
            double penalty = 0.5
                    * objective.strongConvexity()
                    * (parametersSquared + 2 * step * parametersDirection + step * step * directionSquared);
            double penaltySlope = objective.strongConvexity() * (parametersDirection + step * directionSquared);
            return new Objective.LineValue(triedLoss + penalty, vectors.sum(slopes) + penaltySlope);
        }

        /** Scores, then probabilities, loss and slope of one document, its scores staying in the cache. */
        private void evaluate(int document, double step, double[] trial) {
            int classes = objective.classes();
            int base = document * classes;
            for (int k = base; k < base + classes; k++) {
                trial[k] = scores[k] + step * directionScores[k];
            }
            double labelScore = trial[base + objective.label(document)];
            losses[document] = Softmax.probabilities(trial, base, classes, trial) - labelScore;
            double slope = -directionScores[base + objective.label(document)];
            for (int k = base; k < base + classes; k++) {
                slope += trial[k] * directionScores[k];
            }
            slopes[document] = slope;
        }

        @Override
        public void moveTo(double step) {
            vectors.addScaled(step, directionScores, scores);
            vectors.addScaled(step, direction, parameters);
            parametersSquared = vectors.dot(parameters, parameters);
            if (step == triedStep && triedUse == objective.residualsUses()) {
                System.arraycopy(objective.residuals(), 0, probabilities, 0, probabilities.length);
                loss = triedLoss;
            } else {
                loss = SoftmaxIterate.this.evaluate();
            }
            triedStep = Double.NaN;
        }
    }
}
