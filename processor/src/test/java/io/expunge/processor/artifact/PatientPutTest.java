/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.testing.Sample;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A training whose put meets an erasure is not lost. */
class PatientPutTest {

    @Test
    void whatWasTrainedIsPutAgainWhenTheStoreRefusedIt() {
        Sample sample = new Sample();
        int[] refusals = {2};
        ModelTraining.Outcome trained = new ModelTraining(
                        Sample.MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(
                        sample.corpus.train(),
                        Optional.of(sample.corpus.test()),
                        refusing(sample.store, refusals),
                        ProgressMonitor.NONE);
        assertThat(refusals).containsExactly(0);
        assertThat(trained.artifact()).isEqualTo(sample.base);
    }

    /** The files are there, as they are when a put meets an erasure, but the store says that they may go. */
    private static ModelStore refusing(ModelStore store, int[] refusals) {
        return (ModelStore) Proxy.newProxyInstance(
                ModelStore.class.getClassLoader(), new Class<?>[] {ModelStore.class}, (self, method, arguments) -> {
                    try {
                        Object result = method.invoke(store, arguments);
                        if (method.getName().equals("put") && refusals[0] > 0) {
                            refusals[0]--;
                            throw new StoreUnavailable(
                                    "put", "a file", "it is being erased", "try again", new IllegalStateException());
                        }
                        return result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
