package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimeColumnTest {
    private static final long START = 1_795_327_201_605L;

    @Test
    void aRegularColumnOfAnyLengthCostsAFewBytes() throws CorruptionException {
        for (int count : new int[] {1, 2, 3, 100, 7200, 100_000}) {
            long[] times = new long[count];
            for (int i = 0; i < count; i++) {
                times[i] = START + i * 1000L;
            }
            assertTrue(roundTrip(times) <= 12, "count=" + count);
        }
    }

    @Test
    void gapsCostAFewBytesEach() throws CorruptionException {
        long[] times = new long[5000];
        long time = START;
        for (int i = 0; i < times.length; i++) {
            time += i % 1000 == 999 ? 61_000 : 1000;
            times[i] = time;
        }
        assertTrue(roundTrip(times) <= 60);
    }

    @Test
    void aMillisecondOfJitterCostsLessThanThreeBits() throws CorruptionException {
        SplittableRandom random = new SplittableRandom(1);
        long[] times = new long[2000];
        for (int i = 0; i < times.length; i++) {
            times[i] = START + i * 1000L + random.nextInt(-1, 2);
        }
        int size = roundTrip(times);
        assertTrue(size * 8 < 3 * times.length, size + " B");
    }

    @Test
    void anyIncreasingStamps() throws CorruptionException {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] times = new long[random.nextInt(1, 300)];
            long time = random.nextLong() >> random.nextInt(1, 60);
            int spread = random.nextInt(1, 50);
            for (int i = 0; i < times.length; i++) {
                times[i] = time;
                time += 1 + (random.nextInt(20) == 0 ? random.nextLong(1L << spread) : random.nextInt(3));
            }
            roundTrip(times);
        }
        roundTrip(new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE});
        roundTrip(new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE});
    }

    @Test
    void aGapOfMoreThanHalfOfAllTimeIsNoNumberOfSteps() throws CorruptionException {
        SplittableRandom random = new SplittableRandom(2);
        long[] times = new long[301];
        times[0] = -(1L << 62) - 1000;
        for (int i = 1; i < times.length; i++) {
            long step = random.nextInt(5) == 0 ? 6 : 3;
            times[i] = times[i - 1] + (i == 150 ? Long.MIN_VALUE + 2 : step); // 2^63 + 2, a multiple of 3
        }
        roundTrip(times);
    }

    @Test
    void refusesStampsThatDoNotIncrease() {
        ByteWriter out = new ByteWriter(16);
        assertThrows(IllegalArgumentException.class, () -> TimeColumn.encode(new long[] {1, 1}, 0, 2, out));
        assertThrows(IllegalArgumentException.class, () -> TimeColumn.encode(new long[] {2, 1}, 0, 2, out));
    }

    private static int roundTrip(long[] times) throws CorruptionException {
        ByteWriter out = new ByteWriter(16);
        TimeColumn.encode(times, 0, times.length, out);
        long[] back = new long[times.length];
        ByteReader in = new ByteReader("times", 0, out.toByteArray());
        TimeColumn.decode(in, times.length, back, 0);
        assertArrayEquals(times, back);
        assertEquals(0, in.remaining());
        return out.size();
    }
}
