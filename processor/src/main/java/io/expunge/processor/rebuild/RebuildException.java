/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import java.util.List;

/** The ledger cannot be rebuilt; the message says everything that is in the way. Nothing was changed. */
public final class RebuildException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    public RebuildException(List<String> reasons) {
        super("the ledger cannot be rebuilt, and nothing was changed:\n  - "
                + String.join("\n  - ", reasons.subList(0, Math.min(SHOWN, reasons.size())))
                + (reasons.size() > SHOWN ? "\n  - and " + (reasons.size() - SHOWN) + " more" : ""));
    }
}
