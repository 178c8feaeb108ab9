/** A small writer of SVG pictures: text as text, no scripts, the same bytes for the same data. */
@NullMarked
package io.expunge.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
