package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** What goes in comes out, to the bit. Replay a failure with the class, seed and count that it prints. */
class ChunkRoundTripTest {
    private final ChunkEncoder encoder = new ChunkEncoder();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final ByteWriter out = new ByteWriter(64);

    @ParameterizedTest
    @EnumSource(ValueClasses.class)
    void everyClassOfSeries(ValueClasses values) throws CorruptionException {
        for (int count : new int[] {1, 2, 3, 4, 31, 32, 33, 34, 65, 120, 1000, 2048}) {
            for (long seed = 1; seed <= 3; seed++) {
                long[] bits = values.bits(seed, count);
                String what = values + " seed=" + seed + " count=" + count;
                check(bits, what);
                check(ValueClasses.spoiled(bits, new SplittableRandom(seed)), what + " spoiled");
            }
        }
    }

    @Test
    void adversarialValuesAlone() throws CorruptionException {
        SplittableRandom random = new SplittableRandom(7);
        for (long a : ValueClasses.ADVERSARIAL) {
            for (long b : ValueClasses.ADVERSARIAL) {
                check(new long[] {a, b}, "pair");
                check(new long[] {a, b, a}, "triple");
            }
        }
        for (int round = 0; round < 200; round++) {
            long[] bits = new long[random.nextInt(1, 300)];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = ValueClasses.ADVERSARIAL[random.nextInt(ValueClasses.ADVERSARIAL.length)];
            }
            check(bits, "mixture round=" + round);
        }
    }

    @Test
    void aLargeChunk() throws CorruptionException {
        check(ValueClasses.COUNTER.bits(1, 200_000), "large counter");
        check(ValueClasses.ANY_BITS.bits(1, 100_000), "large random");
    }

    @Test
    void aCounterWithAFewStaleMarkersStaysACounter() {
        long[] bits = ValueClasses.COUNTER.bits(5, 1000);
        int clean = encode(bits, Effort.SEALED).length;
        for (int i = 100; i < 1000; i += 200) {
            bits[i] = 0x7ff0_0000_0000_0002L;
        }
        int marked = encode(bits, Effort.SEALED).length;
        assertTrue(marked < clean + 50, "clean " + clean + " B, with markers " + marked + " B");
    }

    @Test
    void aChunkIsNeverMuchLongerThanItsValues() {
        for (Effort effort : Effort.values()) {
            assertTrue(encode(ValueClasses.ANY_BITS.bits(3, 500), effort).length <= 1 + 8 * 500);
        }
    }

    @Test
    void anEncoderIsReusedWithoutMemoryOfTheChunkBefore() {
        long[] first = ValueClasses.NOISE.bits(1, 700);
        byte[] fresh = new ChunkEncoderProbe().bytes(first);
        encode(ValueClasses.STATES.bits(2, 900), Effort.SEALED);
        assertEquals(Arrays.toString(fresh), Arrays.toString(encode(first, Effort.SEALED)));
    }

    @Test
    void refusesWhatIsNotAChunk() {
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(new long[3], 0, 0, Effort.YOUNG, out));
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(new long[3], 1, 3, Effort.YOUNG, out));
        ByteReader in = new ByteReader("chunk", 0, new byte[] {ChunkFormat.CONSTANT_WHOLE, 0});
        assertThrows(IllegalArgumentException.class, () -> decoder.decode(in, 2, new long[2], 1));
    }

    /** The canary: the comparison used above must see one wrong bit. */
    @Test
    void theCheckSeesASingleWrongBit() {
        long[] bits = ValueClasses.TICKS.bits(1, 500);
        byte[] chunk = encode(bits, Effort.SEALED);
        long[] wanted = bits.clone();
        wanted[250] ^= 1;
        assertThrows(AssertionError.class, () -> checkDecodes(chunk, wanted, "canary"));
    }

    private void check(long[] bits, String what) throws CorruptionException {
        for (Effort effort : Effort.values()) {
            checkDecodes(encode(bits, effort), bits, what + " " + effort);
        }
    }

    private byte[] encode(long[] bits, Effort effort) {
        out.clear();
        int size = encoder.encode(bits, 0, bits.length, effort, out);
        assertEquals(out.size(), size);
        return out.toByteArray();
    }

    private void checkDecodes(byte[] chunk, long[] wanted, String what) throws CorruptionException {
        // A neighbour on each side of the bytes and of the values must stay as it is.
        byte[] surrounded = new byte[chunk.length + 40];
        Arrays.fill(surrounded, (byte) 0xa5);
        System.arraycopy(chunk, 0, surrounded, 20, chunk.length);
        long[] into = new long[wanted.length + 2];
        into[0] = 42;
        into[wanted.length + 1] = 43;
        ByteReader in = new ByteReader("chunk", 0, surrounded, 20, chunk.length + 20);
        decoder.decode(in, wanted.length, into, 1);
        assertEquals(chunk.length, in.position(), what);
        assertEquals(42, into[0], what);
        assertEquals(43, into[wanted.length + 1], what);
        for (int i = 0; i < wanted.length; i++) {
            if (into[i + 1] != wanted[i]) {
                throw new AssertionError(what + ": value " + i + " expected " + Long.toHexString(wanted[i]) + ", found "
                        + Long.toHexString(into[i + 1]));
            }
        }
    }

    /** A fresh encoder for one chunk. */
    private static final class ChunkEncoderProbe {
        byte[] bytes(long[] bits) {
            ByteWriter fresh = new ByteWriter(16);
            new ChunkEncoder().encode(bits, 0, bits.length, Effort.SEALED, fresh);
            return fresh.toByteArray();
        }
    }
}
