/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.store.ModelStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A view of a store that holds every put back until it is let go, so that a job stands still at its end. */
public final class HeldStore {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ModelStore view;

    /** @param arrivals told when a job stands at its end */
    public HeldStore(ModelStore store, BlockingQueue<HeldStore> arrivals) {
        this.view = (ModelStore) Proxy.newProxyInstance(
                ModelStore.class.getClassLoader(), new Class<?>[] {ModelStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("put")) {
                        arrivals.add(this);
                        reached.countDown();
                        released.await();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    /** What a processor is given. */
    public ModelStore view() {
        return view;
    }

    /** Waits until a job stands at its end. */
    public void awaitJob() throws InterruptedException {
        if (!reached.await(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no job came to its end in " + Cluster.PATIENCE);
        }
    }

    /** Lets this put and all later ones pass. */
    public void release() {
        released.countDown();
    }
}
