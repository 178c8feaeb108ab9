/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.StrictUtf8;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Where in a bucket everything is. Ids are hashed: whatever a producer put into one, no path comes of it. */
final class Keys {

    static final String LAYOUT = "store.json";
    static final String MANIFESTS = "manifests";
    static final String OWNER = "owner.json";
    static final String IDENTITY = "identity.json";
    static final String SIGNING_KEY = "signing-key";

    static final String STAGING = "staging";

    static final String ERASING = "erasing";

    private static final String MANIFEST_SUFFIX = ".json";

    private static final Pattern HEAD = Pattern.compile(".*/heads/[0-9]{19}-[0-9]{19}");

    private static final Pattern CANARY = Pattern.compile(MANIFESTS + "/listing-([0-9]{19})-[0-9a-f]+");

    private Keys() {}

    static String blob(ContentHash hash) {
        return "blobs/" + hash.hex().substring(0, 2) + "/" + hash;
    }

    static String manifest(ContentHash hash) {
        return MANIFESTS + "/" + hash + MANIFEST_SUFFIX;
    }

    /** Beside the manifests, not among them: nothing in it is hashed. */
    static String put(ContentHash hash) {
        return "puts/" + hash + MANIFEST_SUFFIX;
    }

    static boolean isManifest(String key) {
        return key.endsWith(MANIFEST_SUFFIX) && ContentHash.isHash(hashPart(key));
    }

    static ContentHash manifestHash(String key) {
        return new ContentHash(hashPart(key));
    }

    /** The folders of the files of artifacts, by the first digits of their hashes. */
    static List<String> blobFolders() {
        return IntStream.range(0, 256)
                .mapToObj(first -> String.format(Locale.ROOT, "blobs/%02x", first))
                .toList();
    }

    static boolean isBlob(String key) {
        return ContentHash.isHash(name(key));
    }

    static ContentHash blobHash(String key) {
        return new ContentHash(name(key));
    }

    static String erasing(String what) {
        return ERASING + "/" + what;
    }

    /** The mark of a file that is being erased, to be found by whoever knows the file. */
    static String condemned(ContentHash file) {
        return "condemned/" + file;
    }

    /** A note among the manifests that is none, so that a listing can be asked for it. */
    static String canary(Instant at, String nonce) {
        return MANIFESTS + "/" + String.format(Locale.ROOT, "listing-%019d-%s", at.toEpochMilli(), nonce);
    }

    /** When such a note was written; empty for other files. */
    static Optional<Instant> canaryAt(String key) {
        Matcher matcher = CANARY.matcher(key);
        return matcher.matches()
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }

    static String erased(ContentHash artifact) {
        return "erased/" + artifact;
    }

    private static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    static String batch(String batchId) {
        return "batches/" + hashed("A batch id", batchId);
    }

    static ContentHash modelHash(String modelId) {
        return hashed("A model id", modelId);
    }

    static String model(String modelId) {
        return "models/" + modelHash(modelId);
    }

    static String modelName(String modelId) {
        return model(modelId) + "/model.json";
    }

    /** All in one folder, so that one listing finds everything that has to go. */
    static String staged(String modelId, String key, ContentHash file) {
        return stagedPrefix(modelId) + hashed("A staging key", key) + "-" + file;
    }

    static String stagedPrefix(String modelId) {
        return STAGING + "/" + hashed("A model id", modelId) + "-";
    }

    static String key(String modelId) {
        return model(modelId) + "/key";
    }

    static String rememberedFolder(String modelId) {
        return model(modelId) + "/remembered";
    }

    static String remembered(String modelId, ContentHash lot) {
        return rememberedFolder(modelId) + "/" + lot;
    }

    static String heads(String modelId) {
        return model(modelId) + "/heads";
    }

    /** Hints sort as their keys do, so the greatest key is the head. */
    static String head(String modelId, HeadHint head) {
        return String.format(Locale.ROOT, "%s/%019d-%019d", heads(modelId), head.version(), head.topicOffset());
    }

    /** Another file in the folder of the heads is none, wherever it sorts. */
    static boolean isHead(String key) {
        return HEAD.matcher(key).matches();
    }

    private static String hashPart(String key) {
        return key.substring(key.lastIndexOf('/') + 1, key.length() - MANIFEST_SUFFIX.length());
    }

    private static ContentHash hashed(String what, String id) {
        return ContentHash.of(StrictUtf8.encode(what, id));
    }
}
