package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bodies of chunks by themselves, so that the choice of the encoder hides none of their corners. */
class BodiesTest {
    private final SplittableRandom random = new SplittableRandom(4);
    private final ByteWriter out = new ByteWriter(16);

    @Test
    void packedBlocksOfEveryWidth() throws CorruptionException {
        for (int width = 0; width <= 64; width++) {
            for (int count : new int[] {1, 31, 32, 33, 100}) {
                for (boolean zigzag : new boolean[] {false, true}) {
                    long[] residuals = longsOfWidth(width, count, zigzag);
                    out.clear();
                    PackedBlocks.write(residuals, 0, count, 0, zigzag, out);
                    assertEquals(out.size(), PackedBlocks.sizeBytes(residuals, 0, count, 0, zigzag));
                    long[] back = new long[count];
                    PackedBlocks.read(reader(), back, 0, count, zigzag);
                    assertArrayEquals(residuals, back, "width=" + width + " count=" + count);
                }
            }
        }
    }

    @Test
    void modelledResidualsOfEveryWidth() throws CorruptionException {
        ResidualEncoder encoder = new ResidualEncoder();
        ResidualDecoder decoder = new ResidualDecoder();
        for (int width = 0; width <= 64; width++) {
            for (int count : new int[] {1, 2, 100, 1000}) {
                long[] residuals = longsOfWidth(width, count, true);
                if (count > 2 && width == 64) {
                    residuals[1] = Long.MIN_VALUE;
                    residuals[2] = Long.MAX_VALUE;
                }
                out.clear();
                encoder.encode(residuals, 0, count);
                encoder.finish(out);
                long[] back = new long[count];
                decoder.decode(reader(), back, 0, count);
                assertArrayEquals(residuals, back, "width=" + width + " count=" + count);
            }
        }
    }

    @Test
    void rangeCodeUnderExtremeProbabilitiesAndCarries() throws CorruptionException {
        RangeEncoder encoder = new RangeEncoder();
        RangeDecoder decoder = new RangeDecoder();
        int[] probabilities = {1, 16, 32768, 65520, 65535};
        for (int round = 0; round < 300; round++) {
            int count = random.nextInt(400);
            int[] bits = new int[count];
            int[] ones = new int[count];
            encoder.reset();
            for (int i = 0; i < count; i++) {
                // Mostly zeros, which take the upper part of the interval: low creeps up and carries.
                bits[i] = random.nextInt(8) == 0 ? 1 : 0;
                ones[i] = probabilities[random.nextInt(probabilities.length)];
                encoder.encode(bits[i], ones[i]);
                encoder.plain(i, i % 33);
            }
            out.clear();
            encoder.finish(out);
            ByteReader in = reader();
            int size = in.count(Integer.MAX_VALUE, "size");
            assertEquals(in.remaining(), size);
            decoder.open(in.array(), in.arrayPosition(), size);
            for (int i = 0; i < count; i++) {
                assertEquals(bits[i], decoder.decode(ones[i]), "round=" + round + " bit " + i);
                assertEquals(i & ((1L << (i % 33)) - 1), decoder.plain(i % 33));
            }
        }
    }

    @Test
    void xorOfAnything() throws CorruptionException {
        for (int round = 0; round < 300; round++) {
            long[] bits = new long[random.nextInt(1, 200)];
            for (int i = 1; i < bits.length; i++) {
                bits[i] = switch (random.nextInt(4)) {
                    case 0 -> bits[i - 1];
                    case 1 -> bits[i - 1] ^ (1L << random.nextInt(64));
                    case 2 -> bits[i - 1] ^ (random.nextLong() >>> random.nextInt(64) << random.nextInt(64));
                    default -> random.nextLong();
                };
            }
            out.clear();
            XorCodec.encode(bits, 0, bits.length, out);
            long[] back = new long[bits.length];
            ByteReader in = reader();
            XorCodec.decode(in, bits.length, back, 0);
            assertArrayEquals(bits, back);
            assertEquals(0, in.remaining());
        }
    }

    @Test
    void orderedBitsAreOrderedAsDoublesAre() {
        double[] ascending = {
            Double.NEGATIVE_INFINITY,
            -1e300,
            -1,
            -Double.MIN_VALUE,
            -0.0,
            0.0,
            Double.MIN_VALUE,
            1,
            1e300,
            Double.POSITIVE_INFINITY,
            Double.NaN
        };
        long[] ordered = Arrays.stream(ascending)
                .mapToLong(value -> OrderedBits.swap(Double.doubleToRawLongBits(value)))
                .toArray();
        long[] sorted = ordered.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, ordered);
    }

    private ByteReader reader() {
        return new ByteReader("body", 0, out.toByteArray());
    }

    private long[] longsOfWidth(int width, int count, boolean signed) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            long value = width == 0 ? 0 : random.nextLong() >>> (64 - width);
            values[i] = signed && width > 0 ? (value >>> 1) ^ -(value & 1) : value;
        }
        return values;
    }
}
