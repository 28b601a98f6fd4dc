package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void everyScaleFindsTheIntegerBehindItsOwnValues() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < Scale.count(); i++) {
            Scale scale = Scale.at(i);
            for (int round = 0; round < 500; round++) {
                // Above 2^48 the guess of a scale with two steps may miss, and the value becomes an exception.
                // A single has 24 bits, and is searched for integers of 22.
                long hidden = random.nextLong() >> random.nextInt(scale.isLinear() ? 16 : 43, 64);
                long bits = Double.doubleToRawLongBits(scale.restore(hidden));
                long found = scale.recover(bits);
                String what = "scale " + scale.id() + " of " + hidden;
                assertNotEquals(Scale.NONE, found, what);
                assertEquals(bits, Double.doubleToRawLongBits(scale.restore(found)), what);
                long[] column = {found};
                scale.restoreAll(column, 0, 1);
                assertEquals(bits, column[0], what);
            }
        }
    }

    @Test
    void numbersAreUniqueAndLeadBack() {
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < Scale.count(); i++) {
            int id = Scale.at(i).id();
            assertTrue(id > ChunkFormat.MAPPING_TABLE && id < 256 && ids.add(id), "id " + id);
            assertSame(Scale.at(i), Scale.byId(id));
            assertTrue(!Scale.hasParameter(id));
        }
        assertNull(Scale.byId(ChunkFormat.MAPPING_ORDERED_BITS));
        assertNull(Scale.byId(ChunkFormat.MAPPING_TABLE));
    }

    @Test
    void operationsThatLookAlikeAreToldApart() {
        assertEquals(ChunkFormat.SCALE_TIMES + 3, mappingOf(m -> m * 0.001));
        assertEquals(ChunkFormat.SCALE_DIVIDE + 3, mappingOf(m -> m / 1000.0));
        assertEquals(ChunkFormat.SCALE_TWO_STEPS, mappingOf(m -> m * 1_009 / 1000.0 / 1000.0));
        assertEquals(ChunkFormat.SCALE_WHOLE, mappingOf(m -> m * 4096.0));
    }

    @Test
    void wholesAreFound() {
        assertEquals(ChunkFormat.SCALE_SINGLE_DIVIDE + 2, mappingOf(m -> (float) (m % 100_000 / 100.0)));
        assertEquals(ChunkFormat.SCALE_SINGLE_TIMES + 3, mappingOf(m -> m % 100_000 * 0.001f));
        assertEquals(ChunkFormat.SCALE_RATIO, mappingOf(m -> m % 8_000_009 / 8_000_009.0));
        assertEquals(ChunkFormat.SCALE_RATIO_PERCENT, mappingOf(m -> m % 16_272_404 / 16_272_404.0 * 100));
        assertEquals(ChunkFormat.SCALE_RATIO, mappingOf(m -> 100.0 * (m % 63_000_001) / 63_000_001));
        assertEquals(ChunkFormat.SCALE_LATTICE + 6, mappingOf(m -> Math.rint(m % 1_237 / 31_337.0 * 1e6) / 1e6));
    }

    @Test
    void nothingIsBehindWhatIsNotANumber() {
        for (long bits : new long[] {0x7ff0_0000_0000_0002L, 0x7ff0_0000_0000_0000L, Long.MIN_VALUE}) {
            for (int i = 0; i < Scale.count(); i++) {
                assertEquals(Scale.NONE, Scale.at(i).recover(bits));
            }
        }
    }

    private interface Operation {
        double of(long hidden);
    }

    private static int mappingOf(Operation operation) {
        SplittableRandom random = new SplittableRandom(9);
        long[] bits = new long[1000];
        long hidden = 100_000;
        for (int i = 0; i < bits.length; i++) {
            hidden += random.nextInt(1000);
            bits[i] = Double.doubleToRawLongBits(operation.of(hidden));
        }
        IntegerColumn column = new IntegerColumn();
        assertTrue(new ScaleFinder().fit(column, bits, 0, bits.length, true));
        assertTrue(column.exceptions.isEmpty());
        int mapping = column.mapping;
        bits[bits.length / 2] = Double.doubleToRawLongBits(Double.NaN);
        assertTrue(new ScaleFinder().fit(column, bits, 0, bits.length, true));
        assertEquals(mapping, column.mapping, "with one NaN");
        assertEquals(0, column.finiteMisses);
        return mapping;
    }
}
