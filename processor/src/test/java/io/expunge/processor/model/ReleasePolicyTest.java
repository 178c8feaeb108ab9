/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.expunge.processor.Seeds;
import io.expunge.processor.job.ReleaseTerms;
import io.expunge.processor.model.ReleasePolicy.WhenSpent;
import io.expunge.unlearning.perturbation.GaussianAccount;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

/** What the budget allows: never more than it, and a request always. */
class ReleasePolicyTest {
    private static final String MODEL = "news";

    private static ReleasePolicy policy(double epsilon, double budget, WhenSpent whenSpent) {
        return new ReleasePolicy(
                Set.of(MODEL), new IndistinguishabilityTarget(3e-4, epsilon, 1e-6), budget, 0.8, whenSpent);
    }

    /** Any order of requests (false) and releases that tell of earlier deletions again (true). */
    @Property(tries = 60, seed = Seeds.PROPERTY)
    void whateverIsReleasedTheBudgetIsKeptAndARequestIsNeverRefused(
            @ForAll @Size(max = 60) List<Boolean> again,
            @ForAll @DoubleRange(min = 0.1, max = 3) double epsilon,
            @ForAll @DoubleRange(min = 1, max = 6) double times,
            @ForAll WhenSpent whenSpent) {
        ReleasePolicy policy = policy(epsilon, epsilon * times, whenSpent);
        ReleaseAccount account = ReleaseAccount.EMPTY;
        for (boolean tells : again) {
            ReleaseTerms terms = tells ? policy.again(MODEL, account) : policy.first(MODEL);
            if (terms instanceof ReleaseTerms.Noisy noisy) {
                account = tells ? account.again(noisy.target()) : account.first(noisy.target());
                assertThat(noisy.target().standardDeviation())
                        .isCloseTo(
                                policy.target().standardDeviation(),
                                within(1e-6 * policy.target().standardDeviation()));
            } else {
                assertThat(tells).isTrue();
            }
            assertThat(policy.epsilon(account)).isLessThanOrEqualTo(policy.budgetEpsilon() * (1 + 1e-6));
        }
    }

    @Example
    void requestsAloneAreChargedOnceHoweverManyThereAre() {
        ReleasePolicy policy = policy(1, 4, WhenSpent.REFUSE);
        ReleaseAccount account = ReleaseAccount.EMPTY;
        for (int i = 0; i < 200; i++) {
            account = account.first(policy.target());
        }
        assertThat(account.spent().releases()).isEqualTo(1);
        assertThat(policy.epsilon(account)).isCloseTo(1, within(1e-6));
    }

    @Example
    void aSpentBudgetTightensUntilThatIsNoLongerPossible() {
        ReleasePolicy policy = policy(1, 2, WhenSpent.TIGHTEN);
        ReleaseAccount account = ReleaseAccount.EMPTY;
        List<Double> distances = new ArrayList<>();
        while (policy.again(MODEL, account) instanceof ReleaseTerms.Noisy noisy) {
            distances.add(noisy.target().distance());
            account = account.again(noisy.target());
        }
        assertThat(distances).hasSizeBetween(8, 12).startsWith(3e-4, 3e-4, 3e-4);
        assertThat(distances.get(distances.size() - 1)).isBetween(3e-4 / 8, 3e-4 / 5);
        assertThat(policy.again(MODEL, account))
                .isInstanceOfSatisfying(ReleaseTerms.Spent.class, spent -> assertThat(spent.why())
                        .contains("budget-epsilon")
                        .contains("epsilon 2.0"));
    }

    @Example
    void aSpentBudgetRefusesWhereThatIsThePolicy() {
        ReleasePolicy policy = policy(1, 1.5, WhenSpent.REFUSE);
        ReleaseAccount once = ReleaseAccount.EMPTY.again(policy.target());
        ReleaseAccount twice = once.again(policy.target());
        assertThat(policy.again(MODEL, once)).isInstanceOf(ReleaseTerms.Noisy.class);
        assertThat(policy.again(MODEL, twice)).isInstanceOf(ReleaseTerms.Spent.class);
    }

    @Example
    void aBudgetOfOneReleaseAllowsOne() {
        for (double epsilon : new double[] {0.1, 0.3, 1, 2, 4}) {
            ReleasePolicy policy = policy(epsilon, epsilon, WhenSpent.REFUSE);
            assertThat(policy.again(MODEL, ReleaseAccount.EMPTY)).isEqualTo(policy.first(MODEL));
        }
    }

    /** Where delta alone covers what a tightened release tells, no epsilon above 0 says so; that must not throw. */
    @Example
    void generousDeltasEndInARefusal() {
        for (double[] wide : new double[][] {{1, 0.1}, {0.5, 0.1}, {0.1, 0.05}, {0.01, 0.01}, {0.01, 1e-3}}) {
            IndistinguishabilityTarget target = new IndistinguishabilityTarget(3e-4, wide[0], wide[1]);
            ReleasePolicy policy = new ReleasePolicy(Set.of(MODEL), target, 1.5 * wide[0], 0.8, WhenSpent.TIGHTEN);
            ReleaseAccount account = ReleaseAccount.EMPTY;
            while (policy.again(MODEL, account) instanceof ReleaseTerms.Noisy noisy) {
                account = account.again(noisy.target());
                assertThat(account.spent().releases()).isLessThan(100);
            }
        }
    }

    @Example
    void onlyNamedModelsHaveNoise() {
        ReleasePolicy policy = policy(1, 4, WhenSpent.TIGHTEN);
        assertThat(policy.first("other")).isEqualTo(ReleaseTerms.PLAIN);
        assertThat(policy.again("other", ReleaseAccount.EMPTY)).isEqualTo(ReleaseTerms.PLAIN);
        ReleasePolicy all = new ReleasePolicy(Set.of(ReleasePolicy.EVERY), policy.target(), 4, 0.8, WhenSpent.TIGHTEN);
        assertThat(all.first("other")).isInstanceOf(ReleaseTerms.Noisy.class);
        assertThat(ReleasePolicy.NONE.first(MODEL)).isEqualTo(ReleaseTerms.PLAIN);
    }

    @Example
    void aBudgetBelowOneReleaseIsRefused() {
        assertThatThrownBy(() -> policy(1, 0.5, WhenSpent.REFUSE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.5");
    }

    @Example
    void tighteningKeepsTheNoiseAndCostsLess() {
        IndistinguishabilityTarget target = new IndistinguishabilityTarget(3e-4, 1, 1e-6);
        IndistinguishabilityTarget tightened = target.tightened(1e-4).orElseThrow();
        assertThat(tightened.standardDeviation()).isCloseTo(target.standardDeviation(), within(1e-9));
        assertThat(tightened.epsilon()).isLessThan(0.4);
        double ratio = Math.sqrt(tightened.charge(GaussianAccount.EMPTY).squaredMu()
                / target.charge(GaussianAccount.EMPTY).squaredMu());
        assertThat(ratio).isCloseTo(1.0 / 3, within(1e-6));
    }
}
