/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import java.nio.file.Path;

class SystemDiskTest extends DiskContract {

    @Override
    protected Disk newDisk() {
        return new SystemDisk();
    }

    @Override
    protected Path newRoot(Disk newDisk) {
        return Directories.fresh();
    }
}
