package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.Limits;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayBudgetTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long BODY = 10_000 - DayBudget.OVERHEAD_BYTES;
    private static final long DAY = 1_000_000;
    private static final Limits OFFICE = new Limits(0, 0, DAY, List.of(new Limits.Window(8 * 60, 18 * 60)));
    private static final Limits ALWAYS = new Limits(0, 0, DAY, List.of());

    private final BudgetMemory memory = BudgetMemory.transientOne();

    @Test
    void outsideOfTheWindowsNothingCounts() {
        DayBudget budget = budget(OFFICE);
        long night = at(2026, 3, 2, 7, 59);
        for (int i = 0; i < 500; i++) {
            assertTrue(budget.allows(Lane.LIVE, BODY, night, 0));
            budget.sent(Lane.LIVE, BODY, night, 0);
        }
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void insideAWindowTheBudgetIsKeptUntilTheWindowEnds() {
        DayBudget budget = budget(OFFICE);
        long morning = at(2026, 3, 2, 8, 0);
        assertEquals(100, spend(budget, morning));
        assertEquals(DAY, budget.usedBytes());
        assertFalse(budget.allows(Lane.ORDERED, BODY, at(2026, 3, 2, 17, 59), 0));
        assertTrue(budget.allows(Lane.ORDERED, BODY, at(2026, 3, 2, 18, 0), 0));
        assertFalse(
                budget(OFFICE).allows(Lane.ORDERED, BODY, at(2026, 3, 2, 12, 0), 0), "a restart gives no second one");
        assertEquals(100, spend(budget, at(2026, 3, 3, 8, 0)), "the next day does");
    }

    @Test
    void withoutWindowsTheDayTurnsAtLocalMidnight() {
        DayBudget budget = budget(ALWAYS);
        assertEquals(100, spend(budget, at(2026, 3, 2, 0, 10)));
        assertFalse(budget.allows(Lane.LIVE, 0, at(2026, 3, 2, 23, 59), 0));
        assertTrue(budget.allows(Lane.LIVE, BODY, at(2026, 3, 3, 0, 0), 0));
    }

    @Test
    void aClockThatGoesBackGivesNoSecondBudgetAndOneThatWasYearsAheadTakesNoneAway() {
        DayBudget budget = budget(ALWAYS);
        spend(budget, at(2026, 3, 2, 12, 0));
        assertFalse(budget.allows(Lane.LIVE, BODY, at(2026, 3, 1, 12, 0), 0));
        assertTrue(budget.allows(Lane.LIVE, BODY, at(2026, 3, 2, 0, 1), 0), "a day later than the one it went back to");
        spend(budget, at(2040, 1, 1, 0, 0));
        assertFalse(budget.allows(Lane.LIVE, BODY, at(2026, 3, 4, 0, 0), 0));
        assertEquals(100, spend(budget, at(2026, 3, 5, 0, 0)));
    }

    /** On 2026-03-29 there is no 02:30 in Berlin, on 2026-10-25 it is there twice. */
    @Test
    void summerTimeNeedsNothing() {
        Limits night = new Limits(0, 0, DAY, List.of(new Limits.Window(2 * 60, 3 * 60)));
        DayBudget budget = budget(night);
        long before = at(2026, 3, 29, 1, 59);
        assertEquals(500, spend(budget, before));
        assertEquals(500, spend(budget, before + 60_000), "03:00 comes next");
        long first = at(2026, 10, 25, 2, 30);
        assertEquals(100, spend(budget, first));
        assertEquals(0, spend(budget, first + 3_600_000), "the same day, and 02:30 again");
        assertEquals(500, spend(budget, first + 2 * 3_600_000));
    }

    @Test
    void aWindowMaySpanMidnightAndTheDayTurnsInIt() {
        DayBudget budget = budget(new Limits(0, 0, DAY, List.of(new Limits.Window(22 * 60, 6 * 60))));
        assertEquals(100, spend(budget, at(2026, 3, 2, 23, 0)));
        assertEquals(100, spend(budget, at(2026, 3, 3, 0, 0)));
        assertEquals(0, spend(budget, at(2026, 3, 3, 22, 0)));
    }

    /** Live data takes 10,000 bytes every 12 minutes: half of the budget in a window of ten hours. */
    @Test
    void theBacklogGetsWhatLiveDataWillNotNeedAndLiveDataIsNeverShort() {
        DayBudget budget = budget(OFFICE);
        long fromMs = at(2026, 3, 2, 4, 0);
        int live = 0;
        int backlog = 0;
        for (int minute = 0; minute < 14 * 60; minute++) {
            long wallMs = fromMs + minute * 60_000L;
            long monotonicMs = minute * 60_000L;
            boolean metered = minute >= 4 * 60;
            if (minute % 12 == 0) {
                assertTrue(budget.allows(Lane.LIVE, BODY, wallMs, monotonicMs), "live at minute " + minute);
                budget.sent(Lane.LIVE, BODY, wallMs, monotonicMs);
                live += metered ? 1 : 0;
            }
            while (metered && budget.allows(Lane.BACKLOG, BODY, wallMs, monotonicMs)) {
                budget.sent(Lane.BACKLOG, BODY, wallMs, monotonicMs);
                backlog++;
            }
        }
        assertEquals(50, live);
        assertTrue(backlog >= 30 && backlog <= 50, "backlog: " + backlog);
    }

    @Test
    void theBacklogWaitsUntilTheRateOfLiveDataIsKnown() {
        DayBudget budget = budget(ALWAYS);
        assertFalse(budget.allows(Lane.BACKLOG, BODY, at(2026, 3, 2, 0, 0), 59_999));
        assertTrue(budget.allows(Lane.BACKLOG, BODY, at(2026, 3, 2, 0, 0), 60_000));
    }

    /** Requests that go at one moment, until no more may; 500 at most. */
    private static int spend(DayBudget budget, long wallMs) {
        int count = 0;
        while (count < 500 && budget.allows(Lane.ORDERED, BODY, wallMs, 0)) {
            budget.sent(Lane.ORDERED, BODY, wallMs, 0);
            count++;
        }
        return count;
    }

    private DayBudget budget(Limits limits) {
        return new DayBudget(limits, BERLIN, memory, 0);
    }

    private static long at(int year, int month, int day, int hour, int minute) {
        return ZonedDateTime.of(year, month, day, hour, minute, 0, 0, BERLIN)
                .toInstant()
                .toEpochMilli();
    }
}
