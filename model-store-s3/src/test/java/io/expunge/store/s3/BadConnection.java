/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** A way to the server on which the first writes go wrong. */
final class BadConnection implements SdkHttpClient {

    /** What goes wrong. */
    enum Fault {
        /** The server writes, and its answer is lost. */
        ANSWER_LOST,
        /** The server reads nothing and hangs up. */
        HUNG_UP,
        /** The server says that others are writing too, and writes nothing. */
        CONFLICT
    }

    private final SdkHttpClient good = UrlConnectionHttpClient.create();
    private final Fault fault;
    private final AtomicInteger left;

    BadConnection(Fault fault, int times) {
        this.fault = fault;
        this.left = new AtomicInteger(times);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        boolean write = request.httpRequest().method() == SdkHttpMethod.PUT;
        ExecutableHttpRequest prepared = good.prepareRequest(request);
        return write && left.getAndDecrement() > 0 ? new Spoilt(prepared, fault) : prepared;
    }

    private record Spoilt(ExecutableHttpRequest prepared, Fault fault) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() throws IOException {
            if (fault == Fault.ANSWER_LOST) {
                prepared.call();
            }
            if (fault != Fault.CONFLICT) {
                throw new IOException("connection reset");
            }
            byte[] body = "<Error><Code>ConditionalRequestConflict</Code><Message>others write</Message></Error>"
                    .getBytes(StandardCharsets.UTF_8);
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(409)
                            .putHeader("Content-Length", Integer.toString(body.length))
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                    .build();
        }

        @Override
        public void abort() {
            prepared.abort();
        }
    }

    @Override
    public void close() {
        good.close();
    }
}
