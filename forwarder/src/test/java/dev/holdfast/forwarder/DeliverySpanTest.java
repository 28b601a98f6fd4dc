package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.DeliverySpan.Fate;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliverySpanTest {
    private static final int LENGTH = 300;

    /** What an upstream's ledger, the store and a span may be; each millisecond of it can be asked by itself. */
    private static final class History {
        final Random random;
        final char[] there = new char[LENGTH]; // 's' stored, 'g' gone, ' ' never was
        final List<TimeRange> stored;
        final List<TimeRange> gone;
        IntervalLedger intervals = IntervalLedger.EMPTY;

        History(long seed) {
            random = new Random(seed);
            java.util.Arrays.fill(there, ' ');
            for (int i = random.nextInt(8); i > 0; i--) {
                TimeRange range = range();
                java.util.Arrays.fill(
                        there,
                        (int) range.fromInclusiveMs(),
                        (int) range.toExclusiveMs(),
                        "sg ".charAt(random.nextInt(3)));
            }
            stored = ranges('s');
            gone = ranges('g');
            for (int i = random.nextInt(30); i > 0; i--) {
                LedgerState state = LedgerState.ofCode(1 + random.nextInt(6));
                intervals = random.nextInt(5) == 0
                        ? intervals.without(range())
                        : intervals.with(range(), state, state == LedgerState.REFUSED ? 400 + random.nextInt(3) : 0);
            }
        }

        TimeRange range() {
            int from = random.nextInt(LENGTH);
            return new TimeRange(from, from + random.nextInt(LENGTH - from + 1));
        }

        private List<TimeRange> ranges(char kind) {
            List<TimeRange> result = new ArrayList<>();
            for (int at = 0; at < LENGTH; at++) {
                int from = at;
                while (at < LENGTH && there[at] == kind) {
                    at++;
                }
                if (at > from) {
                    result.add(new TimeRange(from, at));
                }
            }
            return result;
        }

        /** The same by its definition, for one millisecond. */
        String at(int ms) {
            if (there[ms] == ' ') {
                return "NOTHING 0";
            }
            List<IntervalLedger.Entry> entries = intervals.within(new TimeRange(ms, ms + 1));
            if (entries.isEmpty()) {
                return there[ms] == 's' ? "PENDING 0" : "EVICTED 0";
            }
            LedgerState state = entries.get(0).state();
            boolean waits = state == LedgerState.PARKED || state == LedgerState.THINNED;
            return waits && there[ms] == 'g'
                    ? "EVICTED 0"
                    : state + " " + entries.get(0).detail();
        }
    }

    /** Fails when the parts do not fill the span, one after the other, or one of them says what is not so. */
    private static void judge(History history, TimeRange span, DeliverySpan divided, String hint) {
        long atMs = span.fromInclusiveMs();
        for (DeliverySpan.Part part : divided.parts()) {
            assertEquals(atMs, part.range().fromInclusiveMs(), hint);
            assertTrue(part.range().lengthMs() > 0, hint);
            for (long ms = atMs; ms < part.range().toExclusiveMs(); ms++) {
                assertEquals(history.at((int) ms), part.fate() + " " + part.status(), hint + " at " + ms);
            }
            atMs = part.range().toExclusiveMs();
        }
        assertEquals(span.toExclusiveMs(), atMs, hint);
        assertEquals(
                span.lengthMs(),
                divided.lengthMs().values().stream().mapToLong(Long::longValue).sum(),
                hint);
        assertEquals(
                divided.lengthMs().get(Fate.REFUSED),
                divided.refusedMs().values().stream().mapToLong(Long::longValue).sum(),
                hint);
    }

    @Test
    void everyMillisecondIsAccountedForOnce() {
        for (long seed = 1; seed <= 2_000; seed++) {
            History history = new History(seed);
            TimeRange span = history.range();
            DeliverySpan divided = DeliverySpan.of(span, history.intervals, history.stored, history.gone);
            judge(history, span, divided, "seed=" + seed);
        }
    }

    /** The canary: a division that forgets a stretch of the store is found. */
    @Test
    void aStretchThatIsForgottenIsFound() {
        assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= 200; seed++) {
                History history = new History(seed);
                TimeRange span = history.range();
                List<TimeRange> stored = history.stored.stream().skip(1).toList();
                judge(history, span, DeliverySpan.of(span, history.intervals, stored, history.gone), "seed=" + seed);
            }
        });
    }
}
