package dev.holdfast.query.engine;

import dev.holdfast.storage.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Where a label set lies between 0 and 1, by its hash.
 *
 * <p>The hash is XXH64 with seed 0 over names and values, each after its length, as Prometheus keeps them in memory. So {@code
 * limit_ratio} picks the same series here and there.
 */
final class LabelHash {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final long P1_PLUS_P2 = 0x60EA27EEADC0B5D6L;
    private static final double ALL = 0x1p64;

    private LabelHash() {}

    /** From 0 to 1. */
    static double share(Labels labels) {
        long hash = xxh64(encode(labels));
        double unsigned = hash >= 0 ? hash : ((hash >>> 1) | (hash & 1)) * 2.0;
        return unsigned / ALL;
    }

    private static byte[] encode(Labels labels) {
        List<byte[][]> pairs = new ArrayList<>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            pairs.add(new byte[][] {utf8(labels.name(i)), utf8(labels.value(i))});
        }
        // By bytes: Prometheus sorts so, and UTF-16 differs beyond the basic plane.
        pairs.sort(Comparator.comparing(pair -> pair[0], Arrays::compareUnsigned));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[][] pair : pairs) {
            append(out, pair[0]);
            append(out, pair[1]);
        }
        return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, byte[] text) {
        if (text.length < 255) {
            out.write(text.length);
        } else {
            out.write(255);
            out.write(text.length);
            out.write(text.length >>> 8);
            out.write(text.length >>> 16);
        }
        out.writeBytes(text);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static long xxh64(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        long hash;
        if (data.length >= 32) {
            long a = P1_PLUS_P2;
            long b = P2;
            long c = 0;
            long d = -P1;
            while (in.remaining() >= 32) {
                a = round(a, in.getLong());
                b = round(b, in.getLong());
                c = round(c, in.getLong());
                d = round(d, in.getLong());
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = P5;
        }
        hash += data.length;
        while (in.remaining() >= 8) {
            hash = Long.rotateLeft(hash ^ round(0, in.getLong()), 27) * P1 + P4;
        }
        if (in.remaining() >= 4) {
            hash = Long.rotateLeft(hash ^ ((in.getInt() & 0xFFFFFFFFL) * P1), 23) * P2 + P3;
        }
        while (in.hasRemaining()) {
            hash = Long.rotateLeft(hash ^ ((in.get() & 0xFFL) * P5), 11) * P1;
        }
        hash = (hash ^ (hash >>> 33)) * P2;
        hash = (hash ^ (hash >>> 29)) * P3;
        return hash ^ (hash >>> 32);
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * P2, 31) * P1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * P1 + P4;
    }
}
