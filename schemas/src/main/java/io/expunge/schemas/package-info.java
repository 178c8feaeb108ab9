/** The event contracts: topics, the schema registry behind one seam, and the serdes in the Confluent wire format. */
@NullMarked
package io.expunge.schemas;

import org.jspecify.annotations.NullMarked;
