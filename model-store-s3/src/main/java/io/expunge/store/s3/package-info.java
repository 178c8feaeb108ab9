/** The model store in a bucket that speaks the S3 API: one writer wins, by conditional writes. */
@NullMarked
package io.expunge.store.s3;

import org.jspecify.annotations.NullMarked;
