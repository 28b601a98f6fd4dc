package dev.holdfast.storage.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.partition.MergeWindows;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompactionPickerTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;
    private static final long T0 = 2_950 * WEEK; // the beginning of a window of every level
    private static final MergeWindows WINDOWS = new MergeWindows(2 * HOUR);

    private final List<RunInfo> runs = new ArrayList<>();
    private long nextId = 1;
    private long nowMs = T0;
    private long retentionMs = 30 * DAY;
    private long maxWindowBytes = Long.MAX_VALUE;
    private Optional<TimeRange> postponed = Optional.empty();

    private RunInfo add(long fromMs, long lengthMs, int level, long bytes) {
        TimeRange window = new TimeRange(fromMs, fromMs + lengthMs);
        RunInfo run = new RunInfo(nextId++, window, level, 0, window, 1, bytes, bytes, List.of());
        runs.add(run);
        return run;
    }

    private void sealed(int firstPartition, int count) {
        for (int i = firstPartition; i < firstPartition + count; i++) {
            add(T0 + i * 2L * HOUR, 2 * HOUR, RunInfo.LEVEL_DENSE, 1_000);
        }
    }

    private Optional<CompactionPlan> pick(boolean everything) {
        CompactionPicker.Limits limits = new CompactionPicker.Limits(
                nowMs,
                nowMs - retentionMs,
                retentionMs / 4,
                maxWindowBytes,
                window -> postponed.map(window::overlaps).orElse(false),
                run -> false);
        return CompactionPicker.pick(runs, WINDOWS, limits, everything);
    }

    /** Does as a merge would, to the number of bytes. */
    private void carryOut(CompactionPlan plan) {
        runs.removeAll(plan.inputs());
        add(plan.partition().fromInclusiveMs(), plan.partition().lengthMs(), plan.level(), plan.inputBytes());
    }

    private int carryOutAll(boolean everything) {
        int plans = 0;
        for (Optional<CompactionPlan> plan = pick(everything); plan.isPresent(); plan = pick(everything)) {
            carryOut(plan.get());
            assertTrue(++plans < 1_000, "no end of merging");
        }
        return plans;
    }

    private List<TimeRange> windows() {
        return Partition.of(runs).stream().map(Partition::window).toList();
    }

    @Test
    void aDayIsMergedWhenItIsPastAndNotBefore() {
        sealed(0, 12);
        nowMs = T0 + DAY - 1;
        assertEquals(Optional.empty(), pick(false));
        nowMs = T0 + DAY;
        CompactionPlan plan = pick(false).orElseThrow();
        assertEquals(new TimeRange(T0, T0 + DAY), plan.partition());
        assertEquals(runs, plan.inputs());
        assertEquals(RunInfo.LEVEL_DENSE, plan.level());
    }

    @Test
    void aWeekWithGapsIsMergedStraightFromWhatThereIs() {
        add(T0, DAY, RunInfo.LEVEL_SEALED, 9_000);
        sealed(3 * 12, 5);
        add(T0 + 6 * DAY, 2 * HOUR, RunInfo.LEVEL_YOUNG, 500); // of an import
        sealed(7 * 12, 1); // of the week after
        nowMs = T0 + WEEK;
        CompactionPlan plan = pick(false).orElseThrow();
        assertEquals(new TimeRange(T0, T0 + WEEK), plan.partition());
        assertEquals(runs.subList(0, 7), plan.inputs());
        carryOut(plan);
        assertEquals(Optional.empty(), pick(false));
        assertEquals(List.of(new TimeRange(T0, T0 + WEEK), new TimeRange(T0 + WEEK, T0 + WEEK + 2 * HOUR)), windows());
    }

    @Test
    void oneRunAloneIsSealedButNotMergedUpward() {
        add(T0, 2 * HOUR, RunInfo.LEVEL_YOUNG, 500);
        nowMs = T0 + 2 * WEEK;
        assertEquals(1, carryOutAll(true));
        assertEquals(List.of(new TimeRange(T0, T0 + 2 * HOUR)), windows());
    }

    @Test
    void windowsStayBelowTheirShareOfRetentionAndBudget() {
        sealed(0, 84);
        nowMs = T0 + WEEK;
        retentionMs = 27 * DAY; // a quarter is less than a week
        assertEquals(7, carryOutAll(true));
        retentionMs = 28 * DAY;
        maxWindowBytes = 83_999;
        assertEquals(Optional.empty(), pick(true));
        maxWindowBytes = 84_000;
        assertEquals(new TimeRange(T0, T0 + WEEK), pick(false).orElseThrow().partition());
        retentionMs = 8 * HOUR - 1;
        sealed(84, 12);
        nowMs = T0 + 2 * WEEK;
        assertEquals(Optional.empty(), pick(true));
    }

    @Test
    void aWindowThatIsBeingDroppedIsNotMerged() {
        sealed(0, 84);
        nowMs = T0 + 30 * DAY + 1;
        assertEquals(6, carryOutAll(false)); // not the first day, and not the week
    }

    @Test
    void fewLateRunsWaitAndManyAreMergedWithOneAnother() {
        RunInfo week = add(T0, WEEK, RunInfo.LEVEL_SEALED, 100_000);
        nowMs = T0 + WEEK;
        add(T0 + DAY, 2 * HOUR, RunInfo.LEVEL_YOUNG, 10);
        add(T0 + DAY + 4 * HOUR, 2 * HOUR, RunInfo.LEVEL_YOUNG, 10);
        add(T0 + DAY, 2 * HOUR, RunInfo.LEVEL_YOUNG, 10);
        assertEquals(Optional.empty(), pick(false));
        add(T0 + DAY + 8 * HOUR, 2 * HOUR, RunInfo.LEVEL_YOUNG, 10);
        CompactionPlan plan = pick(false).orElseThrow();
        assertEquals(new TimeRange(T0 + DAY, T0 + 2 * DAY), plan.partition());
        assertEquals(RunInfo.LEVEL_MERGED, plan.level());
        assertEquals(4, plan.inputs().size());
        carryOut(plan);
        assertEquals(Optional.empty(), pick(false));
        carryOutAll(true);
        assertEquals(1, runs.size());
        assertEquals(week.partition(), runs.get(0).partition());
        assertEquals(100_040, runs.get(0).sizeBytes());
    }

    @Test
    void lateRunsOfAnEighthOfTheSealedRunAreMergedIntoIt() {
        add(T0, WEEK, RunInfo.LEVEL_SEALED, 8_000);
        add(T0 + DAY, 2 * HOUR, RunInfo.LEVEL_YOUNG, 1_000);
        nowMs = T0 + WEEK;
        assertEquals(Optional.empty(), pick(false));
        add(T0 + 5 * DAY, 2 * HOUR, RunInfo.LEVEL_YOUNG, 1);
        CompactionPlan plan = pick(false).orElseThrow();
        assertEquals(new TimeRange(T0, T0 + WEEK), plan.partition());
        assertEquals(runs, plan.inputs());
    }

    /** A merge that left the small run between two others out would put the oldest above it. */
    @Test
    void lateRunsAreTakenFromTheNewestOnWithoutAGap() {
        add(T0, WEEK, RunInfo.LEVEL_SEALED, 1_000_000);
        nowMs = T0 + WEEK;
        RunInfo large = add(T0 + DAY, 2 * HOUR, RunInfo.LEVEL_MERGED, 1_000);
        for (int i = 0; i < 3; i++) {
            add(T0 + DAY, 2 * HOUR, RunInfo.LEVEL_YOUNG, 10);
        }
        CompactionPlan plan = pick(false).orElseThrow();
        assertEquals(runs.subList(2, 5), plan.inputs());
        assertTrue(plan.inputs().stream().noneMatch(large::equals));
    }

    @Test
    void anOpenPartitionWithManyRunsIsMergedAndItsLargeRunLeftAlone() {
        nowMs = T0 + HOUR;
        RunInfo large = add(T0, 2 * HOUR, RunInfo.LEVEL_MERGED, 2_000);
        for (int i = 0; i < CompactionPicker.MAX_OPEN_RUNS - 2; i++) {
            add(T0, 2 * HOUR, RunInfo.LEVEL_YOUNG, 100);
        }
        assertEquals(Optional.empty(), pick(false));
        add(T0, 2 * HOUR, RunInfo.LEVEL_YOUNG, 100);
        CompactionPlan plan = pick(false).orElseThrow();
        assertEquals(RunInfo.LEVEL_MERGED, plan.level());
        assertTrue(plan.inputs().stream().noneMatch(large::equals));
        assertEquals(1, carryOutAll(true));
        assertEquals(RunInfo.LEVEL_DENSE, runs.get(0).level());
    }

    private int levelWhenSealed() {
        runs.clear();
        add(T0, 2 * HOUR, RunInfo.LEVEL_YOUNG, 1_000);
        add(T0, 2 * HOUR, RunInfo.LEVEL_YOUNG, 1_000);
        nowMs = T0 + 2 * HOUR;
        carryOut(pick(false).orElseThrow());
        assertEquals(Optional.empty(), pick(false));
        return runs.get(0).level();
    }

    @Test
    void aPartitionIsSealedPackedOnlyWhereItWillBeMergedToADay() {
        assertEquals(RunInfo.LEVEL_SEALED, levelWhenSealed());
        assertEquals(1, carryOutAll(true), "whoever asks for everything gets it dense");
        assertEquals(RunInfo.LEVEL_DENSE, runs.get(0).level());
        maxWindowBytes = 12 * 2_000 - 1;
        assertEquals(RunInfo.LEVEL_DENSE, levelWhenSealed(), "the day would be too large");
        maxWindowBytes = Long.MAX_VALUE;
        retentionMs = 4 * DAY - 1;
        assertEquals(RunInfo.LEVEL_DENSE, levelWhenSealed(), "a day is too much of the retention");
    }

    @Test
    void whatWasNotMergedToItsDayIsMadeDenseAlone() {
        assertEquals(RunInfo.LEVEL_SEALED, levelWhenSealed());
        nowMs = T0 + DAY - 1;
        assertEquals(Optional.empty(), pick(false));
        nowMs = T0 + DAY;
        assertEquals(1, carryOutAll(false));
        assertEquals(RunInfo.LEVEL_DENSE, runs.get(0).level());
        assertEquals(new TimeRange(T0, T0 + 2 * HOUR), runs.get(0).partition());
    }

    @Test
    void whatIsAboutToBeDroppedIsNotMadeDense() {
        assertEquals(RunInfo.LEVEL_SEALED, levelWhenSealed());
        nowMs = T0 + retentionMs + 1;
        assertEquals(Optional.empty(), pick(false));
    }

    @Test
    void whatIsPostponedIsPassedOver() {
        sealed(0, 24);
        nowMs = T0 + 2 * DAY;
        postponed = Optional.of(new TimeRange(T0 + HOUR, T0 + HOUR + 1));
        assertEquals(
                new TimeRange(T0 + DAY, T0 + 2 * DAY), pick(false).orElseThrow().partition());
    }

    @Test
    void runsThatStraddleAWindowKeepItFromBeingMerged() {
        sealed(1, 11);
        add(T0 - HOUR, 2 * HOUR, RunInfo.LEVEL_DENSE, 1_000); // of a store with other partitions once
        nowMs = T0 + DAY;
        assertEquals(Optional.empty(), pick(false));
    }

    @Test
    void windowsBeforeTheEpochNestToo() {
        for (int level = 0; level < MergeWindows.LEVELS; level++) {
            TimeRange window = WINDOWS.window(level, -1);
            assertEquals(0, window.toExclusiveMs());
            assertEquals(WINDOWS.lengthMs(level), window.lengthMs());
        }
        assertEquals(new TimeRange(-DAY, 0), WINDOWS.around(new TimeRange(-5 * HOUR, -1)));
    }

    /** Late runs of one size, one after the other: each byte is written again no more often than its run can double. */
    @Test
    void lateBytesAreWrittenAgainALogarithmOfTimes() {
        add(T0, WEEK, RunInfo.LEVEL_SEALED, 100_000_000);
        nowMs = T0 + WEEK;
        long written = 0;
        int late = 10_000;
        for (int i = 0; i < late; i++) {
            add(T0 + (i * 7 % 84) * 2L * HOUR, 2 * HOUR, RunInfo.LEVEL_YOUNG, 1_000);
            for (Optional<CompactionPlan> plan = pick(false); plan.isPresent(); plan = pick(false)) {
                written += plan.get().inputBytes();
                carryOut(plan.get());
            }
            assertTrue(runs.size() <= 2 + 14, "runs: " + runs.size());
        }
        double again = (double) written / (late * 1_000.0);
        assertTrue(again <= 14, "each late byte was written again " + again + " times");
    }
}
