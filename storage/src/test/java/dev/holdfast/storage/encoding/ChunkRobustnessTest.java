package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any bytes give values or a {@link CorruptionException}: no other exception, no read outside, no endless work. */
class ChunkRobustnessTest {
    private static final int COUNT = 80;

    private final ChunkEncoder encoder = new ChunkEncoder();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private int refused;
    private int answered;

    @ParameterizedTest
    @EnumSource(ValueClasses.class)
    void everyBitFlippedAndEveryTruncation(ValueClasses values) {
        SplittableRandom random = new SplittableRandom(1);
        for (Effort effort : Effort.values()) {
            for (long[] bits :
                    new long[][] {values.bits(1, COUNT), ValueClasses.spoiled(values.bits(1, COUNT), random)}) {
                ByteWriter out = new ByteWriter(64);
                encoder.encode(bits, 0, COUNT, effort, out);
                byte[] chunk = out.toByteArray();
                for (int i = 0; i < chunk.length; i++) {
                    decodeAnything(Arrays.copyOf(chunk, i));
                    for (int bit = 0; bit < 8; bit++) {
                        byte[] flipped = chunk.clone();
                        flipped[i] ^= (byte) (1 << bit);
                        decodeAnything(flipped);
                    }
                }
            }
        }
    }

    @Test
    void randomBytesUnderEveryCodecAndMapping() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 60_000; round++) {
            byte[] bytes = new byte[random.nextInt(1, 200)];
            random.nextBytes(bytes);
            bytes[0] = (byte) random.nextInt(8);
            if (bytes.length > 1 && random.nextInt(3) == 0) {
                bytes[1] = (byte) random.nextInt(3);
            }
            if (bytes.length > 2) {
                bytes[2] &= (byte) ChunkFormat.KNOWN_FLAGS;
            }
            decodeAnything(bytes);
            if (bytes.length > 8) { // a pair, more often than by chance
                byte[] head = {7, (byte) random.nextInt(5), (byte) random.nextInt(1, 7)};
                System.arraycopy(head, 0, bytes, 0, head.length);
                decodeAnything(bytes);
            }
        }
        assertTrue(refused > 1000, "refused " + refused);
        assertTrue(answered > 1000, "answered " + answered);
    }

    @Test
    void pairsOfAnUnknownOperationAreRefused() throws CorruptionException {
        byte[] pair = {ChunkFormat.PAIR, 0, ChunkFormat.CONSTANT_WHOLE, 2, ChunkFormat.CONSTANT_WHOLE, 4};
        for (int operation = 0; operation < 256; operation++) {
            pair[1] = (byte) operation;
            if (operation <= ChunkFormat.PAIR_QUOTIENT_PERCENT) {
                decoder.decode(new ByteReader("chunk", 0, pair), COUNT, new long[COUNT], 0);
            } else {
                assertThrows(
                        CorruptionException.class,
                        () -> decoder.decode(new ByteReader("chunk", 0, pair), COUNT, new long[COUNT], 0));
            }
        }
    }

    @Test
    void randomTimeColumns() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(1, 100)];
            random.nextBytes(bytes);
            bytes[0] = (byte) random.nextInt(5);
            decodeTimes(bytes);
        }
        long[] times = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            times[i] = 1_700_000_000_000L + i * 1000L + random.nextInt(5);
        }
        ByteWriter out = new ByteWriter(64);
        TimeColumn.encode(times, 0, COUNT, out);
        for (int i = 0; i < out.size(); i++) {
            decodeTimes(Arrays.copyOf(out.array(), i));
            byte[] flipped = out.toByteArray();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            decodeTimes(flipped);
        }
    }

    private void decodeAnything(byte[] bytes) {
        try {
            decoder.decode(new ByteReader("chunk", 0, bytes), COUNT, new long[COUNT], 0);
            answered++;
        } catch (CorruptionException e) {
            refused++;
        }
    }

    private static void decodeTimes(byte[] bytes) {
        long[] into = new long[COUNT];
        try {
            TimeColumn.decode(new ByteReader("times", 0, bytes), COUNT, into, 0);
        } catch (CorruptionException e) {
            return;
        }
        for (int i = 1; i < COUNT; i++) {
            assertTrue(into[i] > into[i - 1], "stamps must increase");
        }
    }
}
