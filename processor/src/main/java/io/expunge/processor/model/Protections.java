/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.model.ErasureStores.Stage;
import java.util.List;
import java.util.Optional;

/** Obeys operators' orders to hold, release, pin and unpin. Owned by one task. */
final class Protections {
    private final ErasureStores stores;
    private final Erasures erasures;

    Protections(ErasureStores stores, Erasures erasures) {
        this.stores = stores;
        this.erasures = erasures;
    }

    /** What became of an order. */
    enum Answer {
        DONE,
        UNCHANGED,
        /** No artifact of that number is there. */
        VERSION_GONE
    }

    static boolean concerns(OperatorVerb verb) {
        return verb instanceof OperatorVerb.Hold
                || verb instanceof OperatorVerb.Release
                || verb instanceof OperatorVerb.Pin
                || verb instanceof OperatorVerb.Unpin;
    }

    Answer obey(OperatorOrder order, long at) {
        OperatorVerb verb = order.verb();
        boolean hold = verb instanceof OperatorVerb.Hold || verb instanceof OperatorVerb.Release;
        boolean protect = verb instanceof OperatorVerb.Hold || verb instanceof OperatorVerb.Pin;
        return protect ? protect(order, hold, at) : release(order.modelId(), hold, verb.version());
    }

    private Answer protect(OperatorOrder order, boolean hold, long at) {
        String modelId = order.modelId();
        Optional<Long> version = order.verb().version();
        if (stores.protection(modelId, hold, version).isPresent()) {
            return Answer.UNCHANGED;
        }
        if (version.isPresent() && !isThere(modelId, version.get())) {
            return Answer.VERSION_GONE;
        }
        stores.protect(modelId, version, new Protection(hold, at, order.operator(), order.reason()));
        erasures.changed(modelId);
        return Answer.DONE;
    }

    private boolean isThere(String modelId, long version) {
        return List.of(Stage.values()).stream()
                .flatMap(stage -> stores.of(modelId, stage).stream())
                .anyMatch(one -> one.version() == version);
    }

    /** Whether an order to hold comes when a plan names what it is about, and so perhaps too late. */
    boolean isPerhapsLate(OperatorOrder order) {
        return order.verb() instanceof OperatorVerb.Hold hold
                && stores.of(order.modelId(), Stage.PLANNED).stream()
                        .anyMatch(one -> hold.version().isEmpty()
                                || hold.version()
                                        .filter(version -> version == one.version())
                                        .isPresent());
    }

    private Answer release(String modelId, boolean hold, Optional<Long> version) {
        if (stores.protection(modelId, hold, version).isEmpty()) {
            return Answer.UNCHANGED;
        }
        stores.unprotect(modelId, hold, version);
        stores.of(modelId, Stage.HELD).stream()
                .filter(one -> version.filter(number -> number == one.version()).isPresent())
                .forEach(one -> stores.move(modelId, Stage.HELD, one, back(one), one));
        erasures.changed(modelId);
        return Answer.DONE;
    }

    private static Stage back(StoredVersion one) {
        return one.forgotten().flatMap(StoredVersion.Forgotten::verifiedAt).isPresent() ? Stage.DUE : Stage.AWAITING;
    }
}
