/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ReasonCode;
import io.expunge.processor.request.Reason;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import io.expunge.unlearning.perturbation.IndistinguishableRelease;
import io.expunge.unlearning.perturbation.NotWithinTargetException;
import io.expunge.unlearning.perturbation.RandomBits;
import io.expunge.unlearning.solve.Workers;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How what a job solves leaves it: as it is, or with noise. With noise, what the solver says of its way there is kept back too:
 * passes, steps and the distance achieved are functions of what is forgotten.
 */
final class Release {
    /** Why a comparison with the version before says nothing more. */
    static final String WITHHELD =
            "Released with noise: what a comparison with a model that had learnt the forgotten finds is withheld.";

    /** As it is. */
    static final Release PLAIN = new Release(Optional.empty(), weights -> {
        throw new IllegalStateException("a plain release draws nothing");
    });

    private final Optional<IndistinguishabilityTarget> target;
    private final Function<String, RandomBits> bits;

    private Release(Optional<IndistinguishabilityTarget> target, Function<String, RandomBits> bits) {
        this.target = target;
        this.bits = bits;
    }

    /**
     * @throws NotReleasedException if the terms allow no release, or there is nothing to make noise from
     */
    static Release of(JobSpecification job, Optional<NoiseSecret> secret) {
        ReleaseTerms terms = job.terms();
        if (terms instanceof ReleaseTerms.Spent spent) {
            throw new NotReleasedException(new Reason(ReasonCode.BUDGET_SPENT, spent.why()));
        }
        if (!(terms instanceof ReleaseTerms.Noisy noisy)) {
            return PLAIN;
        }
        NoiseSecret present = secret.orElseThrow(() -> new NotReleasedException(new Reason(
                ReasonCode.INTERNAL_ERROR,
                "this instance has no secret to make noise from; set expunge.indistinguishability.secret")));
        return new Release(Optional.of(noisy.target()), weights -> present.bits(job.modelId(), terms, weights));
    }

    /** What was promised of it, if it gets noise. */
    Optional<IndistinguishabilityTarget> target() {
        return target;
    }

    /** Settings by which the solver gets near enough for the promise. */
    UnlearningSettings settings(UnlearningSettings plain) {
        return target.map(promised -> plain.withAbsoluteBound(promised.distance()))
                .orElse(plain);
    }

    /**
     * Solves, and makes of the result what may be released.
     *
     * @throws NotReleasedException if what should get noise is not near enough to the optimum for it
     */
    Unlearned of(Supplier<Unlearned> solver, UnlearningSettings settings) {
        if (target.isEmpty()) {
            return solver.get();
        }
        try {
            return perturbed(solver.get(), target.get(), settings);
        } catch (NotConvergedException | NotWithinTargetException distant) {
            // Neither's message may be told: how near a solver came depends on what is forgotten.
            throw new NotReleasedException(new Reason(
                    ReasonCode.NOT_CONVERGED,
                    "no solver came within the distance " + target.get().distance()
                            + " that was promised; allow more passes (expunge.maximum-passes), or promise a larger distance"
                            + " (expunge.indistinguishability.distance)"));
        } catch (IllegalArgumentException unlike) {
            throw new NotReleasedException(
                    new Reason( // its message names a weight
                            ReasonCode.INTERNAL_ERROR,
                            "weights and noise are too large for the grid of the noise; promise a smaller distance"
                                    + " (expunge.indistinguishability.distance)"));
        }
    }

    private Unlearned perturbed(Unlearned solved, IndistinguishabilityTarget promised, UnlearningSettings settings) {
        try (Workers workers = new Workers(settings.parallelism())) {
            IndistinguishableRelease release = IndistinguishableRelease.of(
                    solved.model(),
                    solved.model().vectoriser().transform(solved.retained().counts(), workers),
                    solved.retained(),
                    settings.inverseRegularisation(),
                    promised,
                    bits,
                    workers);
            return new Unlearned(
                    release.model(),
                    solved.retained(),
                    solved.retainedRows(),
                    release.certificate(),
                    solved.evidence(),
                    List.of());
        }
    }

    /**
     * What may be told of the guard's check: it compares with a model that had learnt what is forgotten, so numbers would tell of
     * that. That the version is released says the outcome already, where anybody was asked.
     */
    Check told(Check guard, AccuracyLoss loss) {
        if (target.isEmpty() || guard.outcome() == CheckOutcome.NOT_RUN) {
            return guard;
        }
        return loss instanceof AccuracyLoss.Told
                ? Check.notRun(guard.name(), WITHHELD)
                : new Check(
                        guard.name(),
                        guard.kind(),
                        guard.outcome(),
                        OptionalDouble.empty(),
                        guard.threshold(),
                        WITHHELD);
    }

    /** What may be told of the certificate that was evaluated before noise came in; empty where it can be evaluated anew. */
    Optional<Check> certificateCheck() {
        return target.map(promised -> new Check(
                "distance-certificate",
                CheckKind.CERTIFIED,
                CheckOutcome.PASSED,
                OptionalDouble.empty(),
                OptionalDouble.of(promised.distance()),
                "Before noise, the distance to the model retrained on the retained documents was certified to be at most this."
                        + " The distance achieved is withheld: it tells of what was forgotten."));
    }
}
