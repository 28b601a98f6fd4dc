package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows come back as they went in: all to the bit, sums within two units in the last place. */
class RollupCodecTest {
    private static final int SAMPLES_PER_ROW = 12;

    private final RollupEncoder encoder = new RollupEncoder();
    private final RollupDecoder decoder = new RollupDecoder();

    @ParameterizedTest
    @EnumSource(ValueClasses.class)
    void rowsComeBack(ValueClasses values) throws CorruptionException {
        for (int count : new int[] {1, 2, 31, 32, 33, 400}) {
            for (boolean change : new boolean[] {true, false}) {
                RollupRows rows = rows(values.bits(count, count * SAMPLES_PER_ROW), count);
                rows.changeKnown(change);
                ByteWriter out = new ByteWriter(64);
                encoder.encode(rows, out);
                RollupRows read = new RollupRows();
                ByteReader in = new ByteReader("test", 0, out.array(), 0, out.size());
                decoder.decode(in, count, read);
                assertEquals(0, in.remaining());
                assertSame(rows, read, values + " of " + count);
            }
        }
    }

    /** Rows of values without NaN, since rows have none. */
    private static RollupRows rows(long[] bits, int count) {
        RollupRows rows = new RollupRows();
        rows.resize(count);
        Aggregate window = new Aggregate();
        for (int row = 0; row < count; row++) {
            window.clear();
            for (int i = row * SAMPLES_PER_ROW; i < (row + 1) * SAMPLES_PER_ROW; i++) {
                double value = Double.longBitsToDouble(bits[i]);
                window.add(i, Double.isFinite(value) && Math.abs(value) < 1e306 ? bits[i] : 0);
            }
            rows.firsts()[row] = window.first();
            rows.lasts()[row] = window.last();
            rows.mins()[row] = window.min();
            rows.maxs()[row] = window.max();
            rows.sums()[row] = window.sum();
            rows.losts()[row] = window.lost();
            rows.counts()[row] = window.count();
        }
        return rows;
    }

    private static void assertSame(RollupRows expected, RollupRows actual, String what) {
        assertEquals(expected.count(), actual.count(), what);
        assertTrue(actual.changeKnown() || !expected.changeKnown(), what);
        for (int i = 0; i < expected.count(); i++) {
            String row = what + ", row " + i;
            assertEquals(expected.counts()[i], actual.counts()[i], row);
            assertBits(expected.lasts()[i], actual.lasts()[i], row);
            assertBits(expected.mins()[i], actual.mins()[i], row);
            assertBits(expected.maxs()[i], actual.maxs()[i], row);
            double sum = expected.sums()[i];
            assertTrue(Math.abs(sum - actual.sums()[i]) <= 2 * Math.ulp(sum), row + ": sum " + sum);
            if (expected.changeKnown()) {
                assertBits(expected.firsts()[i], actual.firsts()[i], row);
                assertBits(expected.losts()[i], actual.losts()[i], row);
            }
        }
    }

    private static void assertBits(double expected, double actual, String what) {
        assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual), what);
    }

    @Test
    void anyBytesGiveRowsOrAreRefused() {
        SplittableRandom random = new SplittableRandom(7);
        RollupRows rows = new RollupRows();
        int refused = 0;
        int answered = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] bytes = new byte[random.nextInt(1, 160)];
            random.nextBytes(bytes);
            bytes[0] &= (byte) RollupFormat.KNOWN_FLAGS;
            if (round % 2 == 0 && bytes.length > 4) { // one sample a row, a mapping that exists, and likely columns
                byte[] likely = {(byte) random.nextInt(3), 0, 2, 0, 2};
                System.arraycopy(likely, 0, bytes, 0, likely.length);
                for (int i = likely.length; i < bytes.length; i++) {
                    bytes[i] &= 0x0b;
                }
            }
            try {
                decoder.decode(new ByteReader("test", 0, bytes), random.nextInt(1, 30), rows);
                answered++;
            } catch (CorruptionException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000 && answered > 100, refused + " refused, " + answered + " answered");
    }

    @Test
    void flagsThatMeanNothingBesideOneAnotherAreRefused() {
        int[] refused = {
            RollupFormat.MONOTONE | RollupFormat.HAS_CHANGE,
            RollupFormat.MONOTONE | RollupFormat.OWN_LOWS,
            RollupFormat.MONOTONE | RollupFormat.OWN_HIGHS,
            RollupFormat.PLAIN_SUMS | RollupFormat.HALF_SUMS,
            RollupFormat.PLAIN_SUMS | RollupFormat.OWN_SUMS,
            RollupFormat.HALF_SUMS | RollupFormat.OWN_SUMS,
            RollupFormat.PLAIN,
            RollupFormat.PLAIN | RollupFormat.PLAIN_SUMS | RollupFormat.OWN_LOWS
        };
        for (int flags : refused) {
            ByteReader in = new ByteReader("test", 0, new byte[] {(byte) flags});
            CorruptionException e =
                    assertThrows(CorruptionException.class, () -> decoder.decode(in, 1, new RollupRows()));
            assertTrue(e.getMessage().contains("rollup flags"), e.getMessage());
        }
        assertTrue(RollupFormat.isPossible(RollupFormat.MONOTONE | RollupFormat.OWN_SUMS));
        assertTrue(RollupFormat.isPossible(RollupFormat.PLAIN | RollupFormat.PLAIN_SUMS | RollupFormat.HAS_CHANGE));
    }

    @Test
    void zerosEndWithTheColumn() throws CorruptionException {
        long[] into = new long[65];
        SparseBlocks.read(new ByteReader("test", 0, new byte[] {64 + 3}), into, 0, 65, false);
        ByteReader tooMany = new ByteReader("test", 0, new byte[] {64 + 3});
        assertThrows(CorruptionException.class, () -> SparseBlocks.read(tooMany, into, 0, 64, false));
    }

    /** What a row costs is what rollups cost. A counter of 100 ticks a second, and a gauge in pages. */
    @Test
    void rowsAreSmall() {
        assertTrue(bytesPerRow(ValueClasses.TICKS) < 6.5, "ticks " + bytesPerRow(ValueClasses.TICKS));
        assertTrue(bytesPerRow(ValueClasses.PAGES) < 8, "pages " + bytesPerRow(ValueClasses.PAGES));
        assertTrue(bytesPerRow(ValueClasses.LOAD_AVERAGE) < 5, "load " + bytesPerRow(ValueClasses.LOAD_AVERAGE));
    }

    private double bytesPerRow(ValueClasses values) {
        RollupRows rows = rows(values.bits(3, 120 * SAMPLES_PER_ROW), 120);
        rows.changeKnown(RollupEncoder.isCounter(rows));
        ByteWriter out = new ByteWriter(64);
        encoder.encode(rows, out);
        return out.size() / 120.0;
    }
}
