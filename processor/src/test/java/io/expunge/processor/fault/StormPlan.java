/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.time.Duration;
import java.util.List;

/**
 * What a storm is to be.
 *
 * @param seed decides models, requests and the order of faults
 * @param time how long faults strike, at least
 * @param requests how many are sent in that time
 * @param models how many models they are spread over
 * @param faults what may strike, equally likely
 */
record StormPlan(long seed, Duration time, int requests, int models, List<Fault> faults) {
    StormPlan {
        faults = List.copyOf(faults);
    }

    /** Every fault, five models. */
    static StormPlan of(long seed, Duration time, int requests) {
        return new StormPlan(seed, time, requests, 5, List.of(Fault.values()));
    }
}
