/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import java.util.ArrayList;
import java.util.List;

/** Names the first of some requests and counts the rest. Not thread-safe. */
final class RequestsNamed {
    /** Requests looked at in search of them: all happens in one transaction of a stream thread. */
    static final int MOST_READ = 20_000;

    private static final int MOST_NAMED = 20;

    private final List<String> ids = new ArrayList<>();
    private int more;

    void add(String id) {
        if (ids.size() < MOST_NAMED) {
            ids.add(id);
        } else {
            more++;
        }
    }

    /** Empty if there are none. */
    String text() {
        return String.join(", ", ids) + (more == 0 ? "" : " and " + more + " more");
    }
}
