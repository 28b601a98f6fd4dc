package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.io.ByteWriter;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class PairFinderTest {
    private static final int COUNT = 500;

    private final PairFinder finder = new PairFinder();

    @Test
    void quotientsOfWhichBothSidesChangeAreSplit() {
        assertTrue(finder.split(quotients(490, 511, (a, b) -> a / b), 0, COUNT));
        assertEquals(ChunkFormat.PAIR_QUOTIENT, finder.operation());
        assertTrue(finder.split(quotients(490, 511, (a, b) -> a / b * 100), 0, COUNT));
        assertEquals(ChunkFormat.PAIR_QUOTIENT_PERCENT, finder.operation());
        assertTrue(finder.split(quotients(490, 511, (a, b) -> 100 * a / b), 0, COUNT));
        assertEquals(ChunkFormat.PAIR_QUOTIENT, finder.operation());
    }

    @Test
    void sharesOfOneWholeAreNotSplit() {
        assertFalse(finder.split(quotients(499, 500, (a, b) -> a / b), 0, COUNT));
        assertFalse(finder.split(quotients(499, 500, (a, b) -> a / b * 100), 0, COUNT));
        assertFalse(finder.split(quotients(499, 500, (a, b) -> 100 * a / b), 0, COUNT));
    }

    /** Of few wholes the least common multiple is a whole too, but one of many more shares. */
    @Test
    void aFewWholesAreNotTakenForTheirMultiple() {
        ByteWriter out = new ByteWriter(64);
        new ChunkEncoder().encode(quotients(99, 102, (a, b) -> a / b), 0, COUNT, Effort.SEALED, out);
        assertEquals(ChunkFormat.PAIR, out.array()[0]);
    }

    private static long[] quotients(int least, int mostExclusive, DoubleBinaryOperator operation) {
        SplittableRandom random = new SplittableRandom(3);
        long[] bits = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            double whole = random.nextInt(least, mostExclusive);
            bits[i] = Double.doubleToRawLongBits(operation.applyAsDouble(random.nextInt(1, least), whole));
        }
        return bits;
    }
}
