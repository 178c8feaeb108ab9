/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.ModelStore;
import io.expunge.store.objects.ObjectModelStore;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The model store in a directory, for one instance, or for several where they share the file system. It needs hard
 * links; {@link ModelStore#probe} says so where there are none.
 *
 * <pre>
 * store.json                      marks the directory and its layout
 * blobs/ab/abcd...                files of artifacts by SHA-256
 * manifests/abcd....json          artifacts by content hash
 * puts/abcd....json               when each was put, outside every hash
 * batches/abcd...                 artifacts by SHA-256 of the batch id
 * models/abcd.../                 by SHA-256 of the model id: model.json, heads/, remembered/, key (owner only)
 * owner.json, identity.json       whose topics the store belongs to; what tells it from every other
 * staging/abcd-abcd-abcd          prepared results that nobody asked for yet: model, key and file, each as SHA-256
 * tmp/                            files being written; left ones may be deleted while nothing runs
 * </pre>
 */
public final class FileSystemModelStore {

    private FileSystemModelStore() {}

    /**
     * Opens the store in a directory, and makes directory and store if there are none.
     *
     * @throws io.expunge.store.ModelStoreException.ForeignDirectory if the directory holds something else
     * @throws io.expunge.store.ModelStoreException.ArtifactCorrupt  if its store.json is damaged
     * @throws io.expunge.store.ModelStoreException.FormatTooNew     if a later release laid it out
     * @throws io.expunge.store.ModelStoreException.StoreUnavailable if it cannot be read or made
     */
    public static ModelStore open(Path root) {
        return ObjectModelStore.open(FileBucket.open(root), Clock.systemUTC());
    }
}
