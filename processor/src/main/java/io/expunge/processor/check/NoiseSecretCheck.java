/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.service.ConfigurationException;
import io.expunge.processor.service.IndistinguishabilitySettings;
import java.util.List;

/** Whether what noise is made from can be read, by the service and nobody else. */
final class NoiseSecretCheck implements Check {
    @Override
    public String name() {
        return "noise-secret";
    }

    @Override
    public boolean needsBrokers() {
        return false;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        IndistinguishabilitySettings settings = surroundings.configuration().indistinguishability();
        String on = settings.secret().map(Object::toString).orElse("none");
        try {
            return List.of(
                    settings.noise().isPresent()
                            ? Finding.ok(name(), on, "models are released with noise made from it.")
                            : Finding.ok(name(), on, "no model is released with noise."));
        } catch (ConfigurationException unusable) {
            return List.of(Finding.error(
                    name(),
                    on,
                    unusable.getMessage() + ".",
                    "Give all instances the same file, or set expunge.indistinguishability.models=none."));
        }
    }
}
