/** The {@code expunge} command: what a person or a script uses to run, feed and watch the processor. */
@NullMarked
package io.expunge.cli;

import org.jspecify.annotations.NullMarked;
