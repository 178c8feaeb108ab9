/** A real Kafka broker and a real schema registry on loopback, for the first run, for demonstrations and for tests. */
@NullMarked
package io.expunge.sandbox;

import org.jspecify.annotations.NullMarked;
