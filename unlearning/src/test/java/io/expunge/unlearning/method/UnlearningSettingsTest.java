/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UnlearningSettingsTest {

    @Test
    void propertiesAreCanonicalAndLeaveParallelismOut() {
        assertThat(UnlearningSettings.standard().toProperties())
                .containsExactly(
                        Map.entry("inverse-regularisation", "10.0"),
                        Map.entry("maximum-passes", "400"),
                        Map.entry("relative-bound", "1.0E-4"),
                        Map.entry("solver", "auto"),
                        Map.entry("vectoriser", "refit"))
                .isEqualTo(UnlearningSettings.standard().withParallelism(2).toProperties());
    }

    @Test
    void refusesSettingsOutOfRange() {
        for (double bound : new double[] {0, 1, -1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new UnlearningSettings(10, bound, 10, 1, VectoriserPolicy.REFIT))
                    .withMessageContaining("relative-bound");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new TrainingSettings(0, 1e-4, 10, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrainingSettings(10, 1e-4, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrainingSettings(10, 1e-4, 10, 0));
    }

    @Test
    void theSolverIsPartOfTheConfigurationOfAJob() {
        assertThat(UnlearningSettings.standard().withSolver(Solver.NEWTON_CG).toProperties())
                .containsEntry("solver", "newton_cg");
        assertThat(UnlearningSettings.standard().withRelativeBound(0.5).withVectoriser(VectoriserPolicy.FROZEN))
                .isEqualTo(new UnlearningSettings(10, 0.5, 400, 1, VectoriserPolicy.FROZEN, Solver.AUTO));
    }

    @Test
    void autoTakesTheDualWhereOnlyDocumentsGo() {
        assertThat(Solver.AUTO.resolve(true)).isEqualTo(Solver.NEWTON_CG);
        assertThat(Solver.AUTO.resolve(false)).isEqualTo(Solver.DUAL);
        assertThat(Solver.LBFGS.resolve(false)).isEqualTo(Solver.LBFGS);
    }

    @Test
    void methodsForComparisonHaveNoNameThatARequestMayUse() {
        assertThat(UnlearningMethods.comparisons())
                .allMatch(UnlearningMethod::comparisonOnly)
                .noneMatch(method -> UnlearningMethods.byName(method.name()).isPresent());
        assertThat(UnlearningMethods.all()).noneMatch(UnlearningMethod::comparisonOnly);
    }

    @Test
    void methodsAreFoundByName() {
        assertThat(UnlearningMethods.byName("hessian-reassignment")).hasValue(UnlearningMethods.standard());
        assertThat(UnlearningMethods.byName("wishful-thinking")).isEmpty();
        for (UnlearningMethod method : UnlearningMethods.all()) {
            assertThat(UnlearningMethods.byName(method.name())).hasValue(method);
        }
    }
}
