/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymKey;
import io.expunge.store.SigningKey;
import io.expunge.store.StoreOwner;
import io.expunge.store.StrictUtf8;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The small files beside artifacts (heads, batches, keys, the store's own layout): one line of canonical JSON, one line
 * with its SHA-256. People can read them, and no changed byte goes unnoticed. Stateless and thread safe.
 */
public final class SealedRecord {

    /** More bytes than any such file has, a model id of some length included. */
    public static final int MAX_BYTES = 8 << 20;

    private static final int SEAL_BYTES = 66;

    /** What helps where such a record is damaged: none of them is part of an artifact. */
    private static final Map<String, String> REMEDIES = Map.of(
            "model-store",
            "restore it from a backup",
            "batch",
            "restore it from a backup, or delete it: the batch is served again then",
            "head",
            "restore it from a backup, or delete it: it is only a hint at what the topics say",
            "pseudonym-key",
            "restore it from a backup; without it the model's documents and data subjects cannot be found",
            "signing-key",
            "restore it from a backup; or delete it, and tell auditors that checkpoints are signed with another key from"
                    + " now on");

    private SealedRecord() {}

    /** Writes the file that marks a directory as a model store. */
    public static byte[] layout() {
        return seal("model-store", new TreeMap<>());
    }

    /** Checks the file that marks a directory as a model store. */
    public static void requireLayout(String file, byte[] bytes) {
        open(file, "model-store", bytes);
    }

    /** Writes which artifact serves a batch. */
    public static byte[] batch(ContentHash artifact) {
        return seal("batch", SortedMaps.of("artifact", artifact.hex()));
    }

    /** Reads which artifact serves a batch. */
    public static ContentHash readBatch(String file, byte[] bytes) {
        return open(file, "batch", bytes).hash("artifact");
    }

    /** Writes a head hint. */
    public static byte[] head(HeadHint head) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("artifact", head.artifact().hex());
        members.put("topicOffset", head.topicOffset());
        members.put("version", head.version());
        return seal("head", members);
    }

    /** Reads a head hint. */
    public static HeadHint readHead(String file, byte[] bytes) {
        JsonFields fields = open(file, "head", bytes);
        return new HeadHint(
                fields.integer("version", 1, Long.MAX_VALUE),
                fields.integer("topicOffset", 0, Long.MAX_VALUE),
                fields.hash("artifact"));
    }

    /** Writes which model a folder belongs to, for people: its name is only a hash. */
    public static byte[] model(String modelId) {
        return seal("model", SortedMaps.of("model", modelId));
    }

    /**
     * Writes a key.
     *
     * @param model hash of the model's id, so that a key in another model's folder is noticed: under it nothing would be
     *              found, and that would be told as good news
     */
    public static byte[] key(PseudonymKey key, ContentHash model) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("model", model.hex());
        members.put("secret", HexFormat.of().formatHex(key.secret()));
        return seal("pseudonym-key", members);
    }

    /** Reads a key of a model; the first releases did not write whose it is. */
    public static PseudonymKey readKey(String file, byte[] bytes, ContentHash model) {
        JsonFields fields = open(file, "pseudonym-key", bytes);
        if (fields.optionalText("model").filter(hex -> !hex.equals(model.hex())).isPresent()) {
            throw new ArtifactCorrupt(
                    file, "the key of this model", "that of another", REMEDIES.getOrDefault("pseudonym-key", ""));
        }
        return fields.parsed(
                fields.text("secret"), hex -> PseudonymKey.of(HexFormat.of().parseHex(hex)), "a key of 32 bytes");
    }

    /** Writes a signing key. */
    public static byte[] signingKey(SigningKey key) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("publicKey", key.publicKey().encoded());
        members.put("secret", HexFormat.of().formatHex(key.seed()));
        return seal("signing-key", members);
    }

    /** Reads a signing key. */
    public static SigningKey readSigningKey(String file, byte[] bytes) {
        JsonFields fields = open(file, "signing-key", bytes);
        SigningKey key = fields.parsed(
                fields.text("secret"), hex -> SigningKey.of(HexFormat.of().parseHex(hex)), "a secret of 32 bytes");
        if (!key.publicKey().encoded().equals(fields.text("publicKey"))) {
            throw fields.corrupt("the public key that belongs to the secret");
        }
        return key;
    }

    /** Writes when and where an artifact was put: what its hash must not depend on. */
    public static byte[] put(SortedMap<String, String> circumstances) {
        return seal("put", circumstances);
    }

    /** Reads when an artifact was put. */
    public static Instant readPut(String file, byte[] bytes) {
        JsonFields fields = open(file, "put", bytes);
        return fields.parsed(fields.text("at"), Instant::parse, "a time as at");
    }

    /** Writes deletions that no artifact shows. */
    public static byte[] remembered(HonouredDeletions deletions) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put(
                "documents",
                deletions.documents().stream().map(Pseudonym::toString).toList());
        members.put(
                "subjects",
                deletions.subjects().stream().map(Pseudonym::toString).toList());
        if (!deletions.classes().isEmpty()) { // the bytes of documents and subjects name them, and are as they were
            members.put("classes", deletions.classes());
        }
        return seal("remembered-deletions", members);
    }

    /** Reads deletions that no artifact shows. */
    public static HonouredDeletions readRemembered(String file, byte[] bytes) {
        JsonFields fields = open(file, "remembered-deletions", bytes);
        return new HonouredDeletions(
                pseudonyms(fields, "documents"), pseudonyms(fields, "subjects"), fields.optionalTexts("classes"));
    }

    private static List<Pseudonym> pseudonyms(JsonFields fields, String name) {
        return fields.texts(name).stream()
                .map(hex -> fields.parsed(hex, Pseudonym::parse, "keyed hashes as " + name))
                .toList();
    }

    /** Writes what tells a store from every other. */
    public static byte[] identity(String identity) {
        return seal("store-identity", SortedMaps.of("identity", identity));
    }

    /** Reads what tells a store from every other. */
    public static String readIdentity(String file, byte[] bytes) {
        JsonFields fields = open(file, "store-identity", bytes);
        return fields.parsed(
                fields.text("identity"),
                text -> HexFormat.of().toHexDigits(HexFormat.fromHexDigitsToLong(text)),
                "sixteen hexadecimal digits as identity");
    }

    /** Writes whose topics a store belongs to. */
    public static byte[] owner(StoreOwner owner) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("cluster", owner.cluster());
        members.put("topicPrefix", owner.topicPrefix());
        return seal("store-owner", members);
    }

    /** Reads whose topics a store belongs to. */
    public static StoreOwner readOwner(String file, byte[] bytes) {
        JsonFields fields = open(file, "store-owner", bytes);
        return new StoreOwner(fields.text("cluster"), fields.text("topicPrefix"));
    }

    static byte[] seal(String kind, SortedMap<String, ?> members) {
        byte[] body = CanonicalJson.write(kind, members);
        byte[] seal = StrictUtf8.encode("A seal", "\n" + ContentHash.of(body) + "\n");
        byte[] sealed = Arrays.copyOf(body, body.length + SEAL_BYTES);
        System.arraycopy(seal, 0, sealed, body.length, SEAL_BYTES);
        return sealed;
    }

    static JsonFields open(String file, String kind, byte[] bytes) {
        int length = bytes.length - SEAL_BYTES;
        String remedy = REMEDIES.getOrDefault(kind, "restore it from a backup");
        if (length < 2) {
            throw new ArtifactCorrupt(file, "a record with its checksum", bytes.length + " bytes", remedy);
        }
        byte[] body = Arrays.copyOf(bytes, length);
        byte[] seal = StrictUtf8.encode("A seal", "\n" + ContentHash.of(body) + "\n");
        if (!Arrays.equals(bytes, length, bytes.length, seal, 0, SEAL_BYTES)) {
            throw new ArtifactCorrupt(file, "a record with its checksum", "content of another checksum", remedy);
        }
        return CanonicalJson.read(file, kind, body);
    }
}
