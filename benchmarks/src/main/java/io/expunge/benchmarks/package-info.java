/** Measures seconds and passes of the engine on real text, beside what the machine's memory could deliver. */
@NullMarked
package io.expunge.benchmarks;

import org.jspecify.annotations.NullMarked;
