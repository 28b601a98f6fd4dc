package dev.holdfast.query.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.query.QueryException;
import dev.holdfast.query.memory.ArrayCursor;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static Window window(int samples, long maxSamples) {
        long[] times = new long[samples];
        long[] bits = new long[samples];
        for (int i = 0; i < samples; i++) {
            times[i] = i * 10L;
            bits[i] = Double.doubleToRawLongBits(i % 7);
        }
        return opened(new ArrayCursor(times, bits), maxSamples);
    }

    private static Window opened(ArrayCursor cursor, long maxSamples) {
        Window window = new Window(new AmpleHost(maxSamples));
        window.open(cursor);
        return window;
    }

    @Test
    void holdsJustWhatLiesInside() {
        Window window = window(10_000, 1_000_000);
        for (long end = -30; end < 100_100; end += 37) {
            long length = 10 + end % 900 / 3 * 3;
            long start = end - Math.max(1, length);
            window = window(10_000, 1_000_000);
            window.slide(start, end, end);
            assertContents(window, start, end);
        }
    }

    @Test
    void slidesOverGapsAndEnds() {
        Window window = window(10_000, 1_000_000);
        for (long end = -30; end < 100_500; end += 333) {
            window.slide(end - 200, end, end);
            assertContents(window, end - 200, end);
        }
    }

    private static void assertContents(Window window, long start, long end) {
        int expected = 0;
        int resets = 0;
        double lost = 0;
        double previous = -1;
        for (long t = Math.max(0, Math.floorDiv(start, 10) * 10 + 10); t <= Math.min(end, 99_990); t += 10) {
            double value = t / 10 % 7;
            assertEquals(t, window.timeMs(expected));
            assertEquals(value, window.value(expected));
            resets += value < previous ? 1 : 0;
            lost += value < previous ? previous : 0;
            previous = value;
            expected++;
        }
        assertEquals(expected, window.size(), "(" + start + ", " + end + "]");
        if (expected > 0) {
            assertEquals(resets, window.resets());
            assertEquals(lost, window.lostInResets());
        }
    }

    @Test
    void leavesStaleMarkersOut() {
        long stale = Absent.BITS;
        long one = Double.doubleToRawLongBits(1);
        Window window = opened(new ArrayCursor(new long[] {1, 2, 3, 4}, new long[] {stale, one, stale, one}), 10);
        window.slide(0, 4, 4);
        assertEquals(2, window.size());
        assertEquals(2, window.timeMs(0));
    }

    @Test
    void refusesToGrowWithoutBound() {
        Window window = window(10_000, 500);
        assertThrows(QueryException.class, () -> window.slide(-1, 99_990, 99_990));
    }
}
