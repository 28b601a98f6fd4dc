package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.wal.LedgerCodec;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A ledger has one entry for each change of state along the time line, however many changes led to it. */
class LedgerSizeTest {
    private static final long T0 = 1_795_327_200_000L;
    private static final int SECONDS = 86_400;

    /** The changes of an upstream's life, and what they come to, second by second. */
    private static void live(long seed, UnaryOperator<IntervalLedger> afterEach) {
        Random random = new Random(seed);
        String[] model = new String[SECONDS];
        Arrays.fill(model, "");
        IntervalLedger ledger = IntervalLedger.EMPTY;
        for (int change = 0; change < 10_000; change++) {
            int from = random.nextInt(SECONDS);
            int to = Math.min(SECONDS, from + 1 + random.nextInt(change % 100 == 0 ? SECONDS : 60));
            TimeRange range = new TimeRange(T0 + from * 1_000L, T0 + to * 1_000L);
            if (random.nextInt(8) == 0) {
                ledger = ledger.without(range);
                Arrays.fill(model, from, to, "");
            } else {
                LedgerState state = LedgerState.ofCode(1 + random.nextInt(6));
                int detail = state == LedgerState.REFUSED ? 400 + random.nextInt(2) : 0;
                ledger = ledger.with(range, state, detail);
                Arrays.fill(model, from, to, state + " " + detail);
            }
            ledger = afterEach.apply(ledger);
        }
        int runs = 0;
        for (int i = 0; i < SECONDS; i++) {
            runs += !model[i].isEmpty() && (i == 0 || !model[i].equals(model[i - 1])) ? 1 : 0;
        }
        assertEquals(runs, ledger.entries().size(), "entries, seed=" + seed);
        ByteWriter out = new ByteWriter(1024);
        LedgerCodec.writeIntervals(ledger, out);
        assertTrue(out.size() <= 10 * runs + 10, runs + " entries take " + out.size() + " bytes, seed=" + seed);
    }

    @Test
    void aLedgerIsAsLongAsItsChangesAlongTheTimeLine() {
        for (long seed = 1; seed <= 3; seed++) {
            live(seed, ledger -> ledger);
        }
    }

    /** The canary: neighbours that are not joined are found. */
    @Test
    void neighboursThatAreNotJoinedAreFound() {
        assertThrows(
                AssertionError.class,
                () -> live(1, ledger -> ledger.with(new TimeRange(T0 - 2_000, T0 - 1_000), LedgerState.PARKED, 1)));
    }

    @Test
    void anUpstreamThatKeepsUpHasOneEntry() {
        IntervalLedger ledger = IntervalLedger.EMPTY;
        for (int i = 0; i < 10_000; i++) {
            ledger = ledger.with(new TimeRange(T0 + i * 5_000L, T0 + (i + 1) * 5_000L), LedgerState.DELIVERED, 0);
        }
        assertEquals(1, ledger.entries().size());
    }
}
