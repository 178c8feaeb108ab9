/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.Optional;

/** Orders of one operator, as tests give them. */
public final class Orders {
    public static final String OPERATOR = "privacy-desk";

    private Orders() {}

    public static OperatorOrder retry(int order, String modelId, int request) {
        return of(order, modelId, "The store is mended.", new OperatorVerb.Retry(requestId(request)));
    }

    /** A retry that accepts what serving the request costs. */
    public static OperatorOrder accept(int order, String modelId, int request) {
        return accept(order, modelId, request, OPERATOR);
    }

    public static OperatorOrder accept(int order, String modelId, int request, String operator) {
        return new OperatorOrder(
                orderId(order),
                modelId,
                operator,
                "The erasure is lawful.",
                new OperatorVerb.Retry(requestId(request), true));
    }

    public static OperatorOrder abandon(int order, String modelId, int request) {
        return of(order, modelId, "Served by hand.", new OperatorVerb.Abandon(requestId(request)));
    }

    public static OperatorOrder pause(int order, String modelId) {
        return of(order, modelId, "The store moves.", new OperatorVerb.Pause());
    }

    public static OperatorOrder resume(int order, String modelId) {
        return of(order, modelId, "", new OperatorVerb.Resume());
    }

    public static OperatorOrder rollback(int order, String modelId, long to) {
        return of(order, modelId, "The newer ones are poor.", new OperatorVerb.Rollback(to));
    }

    public static OperatorOrder reinstate(int order, String modelId, String label) {
        return of(order, modelId, "The desk is open again.", new OperatorVerb.ReinstateClass(label));
    }

    public static OperatorOrder hold(int order, String modelId, Optional<Long> version) {
        return of(order, modelId, "Case 12.", new OperatorVerb.Hold(version));
    }

    public static OperatorOrder release(int order, String modelId, Optional<Long> version) {
        return of(order, modelId, "", new OperatorVerb.Release(version));
    }

    public static OperatorOrder of(int order, String modelId, String reason, OperatorVerb verb) {
        return new OperatorOrder(orderId(order), modelId, OPERATOR, reason, verb);
    }

    private static String orderId(int order) {
        return Requests.id(1_000_000 + order).toString();
    }

    private static String requestId(int request) {
        return Requests.id(request).toString();
    }
}
