/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.Parameters;
import io.expunge.store.StrictUtf8;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Weights and inverse document frequencies in the safetensors layout, which other languages read without our code:
 * the length of the header (8 bytes, little-endian), a JSON header padded with spaces to a multiple of 8, the tensors
 * one after another. Tensor {@code idf} is F64 of shape [terms], tensor {@code weights} F32 of shape [terms, classes].
 * Source: the format description of huggingface/safetensors. Stateless and thread safe.
 */
final class ParametersFile {

    private static final String KIND = "expunge-parameters";
    private static final int FORMAT = 1;
    private static final int MAX_HEADER = 1 << 16;

    private ParametersFile() {}

    /** What the file holds. */
    record Tensors(Parameters parameters, double[] idf) {}

    static byte[] write(Parameters parameters, double[] idf) {
        byte[] data = data(parameters, idf);
        byte[] header = header(parameters, idf.length * (long) Double.BYTES, data);
        ByteBuffer file = ByteBuffer.allocate(Math.addExact(Long.BYTES + header.length, data.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(header.length).put(header).put(data).array();
    }

    private static byte[] data(Parameters parameters, double[] idf) {
        int idfBytes = Math.multiplyExact(idf.length, Double.BYTES);
        int weightBytes = Math.multiplyExact(parameters.values().length, Float.BYTES);
        ByteBuffer data =
                ByteBuffer.allocate(Math.addExact(idfBytes, weightBytes)).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(idf);
        data.position(idfBytes)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(parameters.values());
        return data.array();
    }

    private static byte[] header(Parameters parameters, long idfBytes, byte[] data) {
        String json = "{\"__metadata__\":{\"format\":\"" + FORMAT + "\",\"kind\":\"" + KIND + "\",\"sha256\":\""
                + ContentHash.of(data) + "\"},"
                + tensor("idf", "F64", "[" + parameters.terms() + "]", 0, idfBytes) + ","
                + tensor("weights", "F32", shape(parameters.terms(), parameters.classes()), idfBytes, data.length)
                + "}";
        byte[] header = StrictUtf8.encode("The header", json);
        byte[] padded = Arrays.copyOf(header, (header.length + 7) / 8 * 8);
        Arrays.fill(padded, header.length, padded.length, (byte) ' ');
        return padded;
    }

    private static String tensor(String name, String type, String shape, long from, long to) {
        return "\"" + name + "\":{\"data_offsets\":[" + from + "," + to + "],\"dtype\":\"" + type + "\",\"shape\":"
                + shape + "}";
    }

    private static String shape(int terms, int classes) {
        return "[" + terms + "," + classes + "]";
    }

    static Tensors read(String file, byte[] bytes) {
        int headerLength = headerLength(file, bytes);
        JsonNode header = CanonicalJson.parse(file, Arrays.copyOfRange(bytes, Long.BYTES, Long.BYTES + headerLength));
        byte[] data = Arrays.copyOfRange(bytes, Long.BYTES + headerLength, bytes.length);
        requireMetadata(file, header, data);
        List<JsonNode> shape = shapeOfWeights(file, header);
        return tensors(file, header, data, shape.get(0).intValue(), shape.get(1).intValue());
    }

    private static int headerLength(String file, byte[] bytes) {
        if (bytes.length < Long.BYTES) {
            throw new ArtifactCorrupt(file, "a safetensors header", bytes.length + " bytes");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAX_HEADER || length > bytes.length - Long.BYTES) {
            throw new ArtifactCorrupt(
                    file, "a safetensors header of 2 to " + MAX_HEADER + " bytes", "length " + length);
        }
        return (int) length;
    }

    private static void requireMetadata(String file, JsonNode header, byte[] data) {
        JsonFields metadata = new JsonFields(file, header).object("__metadata__");
        if (!metadata.text("kind").equals(KIND)) {
            throw metadata.corrupt("parameters of this project");
        }
        long format = metadata.parsed(metadata.text("format"), Long::parseLong, "a format number");
        CanonicalJson.requireFormat(file, format, FORMAT);
        if (!metadata.text("sha256").equals(ContentHash.of(data).hex())) {
            throw new ArtifactCorrupt(file, "tensors of the checksum in the header", "others");
        }
    }

    private static List<JsonNode> shapeOfWeights(String file, JsonNode header) {
        JsonNode shape = header.path("weights").path("shape");
        boolean sound = shape.isArray()
                && shape.size() == 2
                && shape.get(0).canConvertToInt()
                && shape.get(1).canConvertToInt();
        if (!sound) {
            throw new ArtifactCorrupt(file, "weights of shape [terms, classes]", "another shape");
        }
        return List.of(shape.get(0), shape.get(1));
    }

    private static Tensors tensors(String file, JsonNode header, byte[] data, int terms, int classes) {
        long idfBytes = terms * (long) Double.BYTES;
        long weightBytes = terms * (long) classes * Float.BYTES;
        boolean sound = terms >= 0
                && classes >= 1
                && idfBytes + weightBytes == data.length
                && isTensor(header.path("idf"), "F64", "[" + terms + "]", 0, idfBytes)
                && isTensor(header.path("weights"), "F32", shape(terms, classes), idfBytes, data.length);
        if (!sound) {
            throw new ArtifactCorrupt(file, "tensors idf and weights that fill the file", "others");
        }
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        double[] idf = new double[terms];
        buffer.asDoubleBuffer().get(idf);
        float[] values = new float[terms * classes];
        buffer.position((int) idfBytes)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return new Tensors(parameters(file, terms, classes, values), idf);
    }

    private static boolean isTensor(JsonNode tensor, String type, String shape, long from, long to) {
        return tensor.path("dtype").asText().equals(type)
                && tensor.path("shape").toString().equals(shape)
                && tensor.path("data_offsets").toString().equals("[" + from + "," + to + "]");
    }

    private static Parameters parameters(String file, int terms, int classes, float[] values) {
        try {
            return new Parameters(terms, classes, values);
        } catch (IllegalArgumentException refused) {
            throw new ArtifactCorrupt(file, "finite weights", "others");
        }
    }
}
