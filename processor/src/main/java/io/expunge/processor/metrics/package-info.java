/** What operators count and time, through Micrometer in Prometheus' form. */
@NullMarked
package io.expunge.processor.metrics;

import org.jspecify.annotations.NullMarked;
