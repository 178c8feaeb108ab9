/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/** Writes the end of a transaction into a partition, as its coordinator does; the administrator's client can only abort. Stateless. */
final class TransactionMarkers {
    private static final int TIMEOUT_MILLIS = 5_000;

    private TransactionMarkers() {}

    /**
     * @param leader of the marker's partition
     * @throws IOException if the broker cannot be reached or refuses
     */
    static void write(Map<String, Object> clients, Node leader, TxnMarkerEntry marker) throws IOException {
        Time time = Time.SYSTEM;
        try (Metrics metrics = new Metrics(time);
                NetworkClient client = ClientUtils.createNetworkClient(
                        new AdminClientConfig(clients),
                        "expunge-transaction-markers",
                        metrics,
                        "transaction-markers",
                        new LogContext("[transaction markers] "),
                        new ApiVersions(),
                        time,
                        1,
                        TIMEOUT_MILLIS,
                        null,
                        new ManualMetadataUpdater(List.of(leader)),
                        new DefaultHostResolver(),
                        null,
                        null)) {
            if (!NetworkClientUtils.awaitReady(client, leader, time, TIMEOUT_MILLIS)) {
                throw new IOException("no connection to " + leader + " within " + TIMEOUT_MILLIS + " ms");
            }
            WriteTxnMarkersRequest.Builder request = new WriteTxnMarkersRequest.Builder(List.of(marker));
            WriteTxnMarkersResponse response = (WriteTxnMarkersResponse) NetworkClientUtils.sendAndReceive(
                            client,
                            client.newClientRequest(leader.idString(), request, time.milliseconds(), true),
                            time)
                    .responseBody();
            for (Errors error : response.errorsByProducerId()
                    .getOrDefault(marker.producerId(), Map.of())
                    .values()) {
                if (error != Errors.NONE) {
                    throw new IOException(error.message());
                }
            }
        }
    }
}
