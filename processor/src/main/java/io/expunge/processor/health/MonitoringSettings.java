/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import java.util.OptionalInt;

/**
 * How the service is watched.
 *
 * @param address host name or address to listen on
 * @param port port to listen on; 0 takes a free one, empty turns metrics and health off
 * @param maximumModels most models that get a label of their own in metrics
 */
public record MonitoringSettings(String address, OptionalInt port, int maximumModels) {}
