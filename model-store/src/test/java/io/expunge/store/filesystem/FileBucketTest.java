/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.BucketContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileBucketTest extends BucketContract {

    @Override
    protected Bucket newBucket() {
        return FileBucket.open(Directories.fresh());
    }

    @Test
    void aKeyIsNeverAWayOut() {
        try (Bucket bucket = newBucket()) {
            for (String key :
                    List.of("..", "../x", "/etc", "a/../b", "a//b", "", "a\u0000", "A", "a\\b", "a/.", "a.b")) {
                assertThatThrownBy(() -> bucket.read(key, 1)).as(key).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
