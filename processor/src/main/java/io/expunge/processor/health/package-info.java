/** Whether the service lives and serves, and the HTTP endpoint that says so. */
@NullMarked
package io.expunge.processor.health;

import org.jspecify.annotations.NullMarked;
