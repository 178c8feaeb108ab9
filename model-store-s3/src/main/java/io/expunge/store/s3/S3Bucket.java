/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.objects.Bucket;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in a bucket of an object store. A new object is written with {@code If-None-Match: *}, which the server
 * refuses if the name is taken: two writers never both win. Thread safe, between processes too.
 */
final class S3Bucket implements Bucket {

    private static final Pattern KEY = Pattern.compile("[a-z0-9-]+(\\.json)?(/[a-z0-9-]+(\\.json)?)*");

    /** Header that says which call wrote an object; see {@link #isOurs}. */
    private static final String WRITE = "expunge-write";

    /** Above this, asking whether there is such an object costs less than sending it in vain. */
    private static final int WORTH_ASKING = 64 * 1024;

    private static final int ATTEMPTS = 6;
    private static final long PAUSE_MILLISECONDS = 20;

    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final S3Location place;
    private final S3Versions versions;

    S3Bucket(S3Client client, S3Location place) {
        this.client = client;
        this.place = place;
        this.versions = new S3Versions(client, place.bucket());
    }

    @Override
    public Optional<byte[]> read(String key, int limit) {
        String name = name(key);
        return within("read", key, () -> {
            try {
                return Optional.of(client.getObject(
                        request -> request.bucket(place.bucket()).key(name), reader(limit)));
            } catch (S3Exception refused) {
                return absentOrThrow(refused);
            }
        });
    }

    private static ResponseTransformer<GetObjectResponse, byte[]> reader(int limit) {
        return (response, stream) -> {
            try {
                return readUpTo(limit, response.contentLength(), new ResponseInputStream<>(response, stream));
            } catch (IOException broken) {
                throw S3Failure.brokenOff(broken);
            }
        };
    }

    // What is longer than it may be is not read to its end, nor is room made for what a length only claims.
    private static byte[] readUpTo(int limit, Long length, ResponseInputStream<GetObjectResponse> in)
            throws IOException {
        byte[] content = in.readNBytes((int) Math.min(limit + 1L, Integer.MAX_VALUE - 8));
        if (content.length > limit) {
            in.abort();
        } else if (length != null && content.length != length) {
            throw new IOException("got " + content.length + " of " + length + " bytes");
        }
        return content;
    }

    @Override
    public boolean exists(String key) {
        return head(key).isPresent();
    }

    private Optional<HeadObjectResponse> head(String key) {
        String name = name(key);
        return within("look up", key, () -> {
            try {
                return Optional.of(client.headObject(
                        request -> request.bucket(place.bucket()).key(name)));
            } catch (S3Exception refused) {
                return absentOrThrow(refused);
            }
        });
    }

    private static <T> Optional<T> absentOrThrow(S3Exception refused) {
        // A bucket that is missing has the same status as an object that is, but for the code.
        boolean noBucket = refused.awsErrorDetails() != null
                && "NoSuchBucket".equals(refused.awsErrorDetails().errorCode());
        if (!noBucket && (refused instanceof NoSuchKeyException || refused.statusCode() == NOT_FOUND)) {
            return Optional.empty();
        }
        throw refused;
    }

    /** Who may read it is decided by the bucket's policies: objects here have no permissions of their own. */
    @Override
    public boolean createIfAbsent(String key, byte[] content, Access access) {
        if (content.length > WORTH_ASKING && exists(key)) {
            return false;
        }
        String write = UUID.randomUUID().toString();
        PutObjectRequest request = put(key, content)
                .ifNoneMatch("*")
                .metadata(Map.of(WRITE, write))
                .build();
        return within("write", key, () -> create(key, request, content)) || isOurs(key, write);
    }

    /** Amazon answers 409 where several write at once and none has won yet; then all have to try again. */
    private boolean create(String key, PutObjectRequest request, byte[] content) {
        for (int attempt = 1; ; attempt++) {
            try {
                client.putObject(request, RequestBody.fromBytes(content));
                return true;
            } catch (S3Exception refused) {
                if (refused.statusCode() == PRECONDITION_FAILED) {
                    return false;
                }
                if (refused.statusCode() != CONFLICT || attempt == ATTEMPTS) {
                    throw refused;
                }
            } catch (AbortedException interrupted) {
                throw interrupted;
            } catch (SdkClientException unanswered) {
                // A server may refuse before it has read all and hang up, which looks like a broken connection.
                if (!exists(key)) {
                    throw unanswered;
                }
                return false;
            }
            pause(attempt);
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MILLISECONDS << attempt));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted", interrupted);
        }
    }

    /** When an answer is lost the client asks again, and is refused because of what it wrote itself. */
    private boolean isOurs(String key, String write) {
        return head(key)
                .filter(head -> write.equals(head.metadata().get(WRITE)))
                .isPresent();
    }

    /** By reading and writing: many servers that know the condition on a write ignore it on a copy. */
    @Override
    public boolean linkIfAbsent(String from, String key) {
        byte[] content = read(from, Integer.MAX_VALUE - 8).orElseThrow(() -> new ArtifactMissing(from));
        return createIfAbsent(key, content, Access.STORE);
    }

    @Override
    public void repair(String key, byte[] content) {
        PutObjectRequest request = put(key, content).build();
        within("write", key, () -> client.putObject(request, RequestBody.fromBytes(content)));
    }

    private PutObjectRequest.Builder put(String key, byte[] content) {
        return PutObjectRequest.builder().bucket(place.bucket()).key(name(key)).contentMD5(Digests.md5(content));
    }

    @Override
    public void delete(String key) {
        String name = name(key);
        within("delete", key, () -> {
            versions.delete(name);
            return true;
        });
    }

    @Override
    public List<String> list(String folder) {
        String prefix = name(folder) + "/";
        return within("list", folder, () -> client
                .listObjectsV2Paginator(
                        request -> request.bucket(place.bucket()).prefix(prefix).delimiter("/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .map(name -> name.substring(place.prefix().length()))
                .filter(key -> KEY.matcher(key).matches())
                .sorted()
                .toList());
    }

    /** Returns whether there is any object at the store's place, one of ours or not. */
    boolean isEmpty() {
        return within("list", "", () -> client.listObjectsV2(request ->
                        request.bucket(place.bucket()).prefix(place.prefix()).maxKeys(1))
                .contents()
                .isEmpty());
    }

    @Override
    public URI location(String key) {
        name(key);
        return place.uri(key);
    }

    @Override
    public void probe() {
        new S3Probe(this, place).run();
    }

    @Override
    public void close() {
        client.close();
    }

    private String name(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("Not a key of a model store; keys are made of hashes and fixed names");
        }
        return place.name(key);
    }

    private <T> T within(String what, String key, Supplier<T> action) {
        try {
            return action.get();
        } catch (SdkException failed) {
            S3Failure failure = S3Failure.of(failed);
            throw new StoreUnavailable(what, place.uri(key).toString(), failure.why(), failure.remedy(), failed);
        }
    }
}
