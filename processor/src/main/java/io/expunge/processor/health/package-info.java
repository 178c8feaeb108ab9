/** Whether the service lives and serves, and the HTTP endpoint that tells this and the metrics. */
@NullMarked
package io.expunge.processor.health;

import org.jspecify.annotations.NullMarked;
