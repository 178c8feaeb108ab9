/** The files of an artifact: how each is written, and how each is read without trusting a byte of it. */
@NullMarked
package io.expunge.store.format;

import org.jspecify.annotations.NullMarked;
