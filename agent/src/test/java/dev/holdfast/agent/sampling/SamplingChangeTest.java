package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another interval and other collectors while the sampler runs. */
class SamplingChangeTest {
    private static final CollectorOptions OFF = new CollectorOptions(false, 0);

    @TempDir
    private Path directory;

    /** How a schedule goes over to another interval; the right one, or one with a bug planted. */
    private interface Swap {
        void apply(TickSchedule schedule, long intervalMs, long wallMs);
    }

    /** Runs a schedule with changes at random moments; what is wrong with its ticks, or the empty string. */
    private static String course(long seed, Swap swap) {
        Random random = new Random(seed);
        long[] intervals = {100, 250, 1_000, 1_500, 5_000, 60_000};
        long interval = intervals[random.nextInt(intervals.length)];
        TickSchedule schedule = new TickSchedule(interval, -1);
        long wall = 1_795_327_200_000L + random.nextInt(100_000);
        long fromMs = wall - 1; // the grid in force holds behind it
        List<Long> expected = new ArrayList<>();
        List<Long> ticks = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long timestamp = schedule.tick(wall, 0, 0);
            if (timestamp != TickSchedule.NOT_DUE) {
                ticks.add(timestamp);
            }
            if (random.nextInt(8) == 0) {
                addGrid(expected, fromMs, wall, interval);
                fromMs = wall;
                interval = intervals[random.nextInt(intervals.length)];
                swap.apply(schedule, interval, wall);
            }
            // As the role waits: until it is due, a little late, or woken before.
            long wait = schedule.waitMs(wall);
            wall += random.nextInt(4) == 0 && wait > 0 ? random.nextLong(wait) : wait + random.nextInt(6);
        }
        addGrid(expected, fromMs, wall - 10, interval);
        int length = Math.min(expected.size(), ticks.size());
        if (!expected.subList(0, length).equals(ticks.subList(0, length))
                || Math.abs(expected.size() - ticks.size()) > 1) {
            return "seed " + seed + ": expected " + expected + " but had " + ticks;
        }
        long late = schedule.missed(MissReason.LATE);
        return late == 0 ? "" : "seed " + seed + ": " + late + " counted as late";
    }

    private static void addGrid(List<Long> grid, long fromExclusiveMs, long toInclusiveMs, long intervalMs) {
        for (long t = Math.floorDiv(fromExclusiveMs, intervalMs) * intervalMs + intervalMs;
                t <= toInclusiveMs;
                t += intervalMs) {
            grid.add(t);
        }
    }

    @Test
    void noTickOfEitherGridIsLostOrDoubledWhenTheIntervalChanges() {
        for (long seed = 0; seed < 1_000; seed++) {
            assertEquals("", course(seed, TickSchedule::changeInterval));
        }
    }

    /** The canary: both bugs that a change of interval can have. */
    @Test
    void aChangeThatDropsOrDoublesATickIsFound() {
        Swap drops = (schedule, interval, wall) -> schedule.changeInterval(interval, wall + interval);
        Swap counts = (schedule, interval, wall) -> schedule.changeInterval(interval, wall - interval);
        for (Swap planted : List.of(drops, counts)) {
            int found = 0;
            for (long seed = 0; seed < 100; seed++) {
                found += course(seed, planted).isEmpty() ? 0 : 1;
            }
            assertTrue(found > 50, "found " + found);
        }
    }

    private static SamplingChange change(
            SamplerFixture fixture, long intervalMs, Map<String, CollectorOptions> options) {
        SamplingChange change = new SamplingChange(intervalMs, fixture.collectors.scheduled(options));
        fixture.sampler.replace(change);
        return change;
    }

    @Test
    void countsGoOnAndTheChangeIsTakenAfterTheTickThatIsDue() throws InterruptedException {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.sampler.doWork(); // at 0
        fixture.clock.advance(3_000); // three are due, two of them are lost
        SamplingChange change = change(fixture, 5_000, Map.of());
        assertFalse(change.awaitTaken(0));
        fixture.sampler.doWork();
        assertTrue(change.awaitTaken(0));
        fixture.run(12_100);
        List<Long> times = fixture.target.ticks.stream()
                .map(tick -> tick.timestampMs() - SamplerFixture.START_MS)
                .toList();
        assertEquals(List.of(0L, 3_000L, 5_000L, 10_000L, 15_000L), times);
        assertEquals(2, fixture.target.last().value("holdfast_ticks_missed_total{reason=\"late\"}"));
        assertEquals(5, fixture.target.last().value("holdfast_ticks_total"));
    }

    @Test
    void theSeriesOfACollectorThatIsSwitchedOffEndOnceAndThoseOfTheOthersGoOn() {
        SamplerFixture fixture = new SamplerFixture(directory);
        RecordingTarget.Tick before = fixture.tick();
        assertTrue(before.samples().containsKey("node_load1"));
        change(fixture, 1_000, Map.of("loadavg", OFF));
        fixture.sampler.doWork();
        RecordingTarget.Tick at = fixture.tick();
        for (String series : List.of(
                "node_load1",
                "node_load15",
                "node_scrape_collector_success{collector=\"loadavg\"}",
                "node_scrape_collector_duration_seconds{collector=\"loadavg\"}")) {
            assertTrue(at.isStale(series), series);
        }
        long stale = at.samples().values().stream()
                .filter(bits -> bits == Sampler.STALE_MARKER_BITS)
                .count();
        assertEquals(5, stale, "the three loads and what says how the collector did");
        RecordingTarget.Tick after = fixture.tick();
        assertFalse(after.samples().containsKey("node_load1"));
        assertTrue(after.samples().containsKey("node_procs_running"));
        change(fixture, 1_000, Map.of());
        fixture.sampler.doWork();
        assertFalse(fixture.tick().isStale("node_load1"));
    }

    @Test
    void onAndOffBetweenTwoTicksIsNothing() {
        SamplerFixture fixture = new SamplerFixture(directory);
        RecordingTarget.Tick before = fixture.tick();
        change(fixture, 1_000, Map.of("loadavg", OFF, "cpu", OFF));
        fixture.sampler.doWork();
        change(fixture, 1_000, Map.of());
        fixture.sampler.doWork();
        RecordingTarget.Tick after = fixture.tick();
        assertEquals(
                0,
                after.samples().values().stream()
                        .filter(bits -> bits == Sampler.STALE_MARKER_BITS)
                        .count());
        assertTrue(after.samples()
                .keySet()
                .containsAll(before.samples().keySet().stream()
                        .filter(name -> name.startsWith("node_load") || name.startsWith("node_cpu"))
                        .toList()));
    }

    @Test
    void theEndIsMarkedInTheNextTickThatTheStoreTakes() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.tick();
        change(fixture, 1_000, Map.of("loadavg", OFF));
        fixture.sampler.doWork();
        fixture.target.full = true;
        fixture.clock.advance(1_000);
        fixture.sampler.doWork();
        fixture.target.full = false;
        assertTrue(fixture.tick().isStale("node_load1"));
        assertFalse(fixture.tick().samples().containsKey("node_load1"));
    }

    @Test
    void aCollectorsOwnIntervalHoldsFromTheNextTickOn() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.tick();
        change(fixture, 1_000, Map.of("loadavg", new CollectorOptions(true, 3_000)));
        fixture.sampler.doWork();
        int count = 0;
        for (int i = 0; i < 9; i++) {
            RecordingTarget.Tick tick = fixture.tick();
            assertFalse(tick.isStale("node_load1"));
            count += tick.samples().containsKey("node_load1") ? 1 : 0;
        }
        assertTrue(count == 3 || count == 4, "count " + count);
    }

    @Test
    void aChangeThatIsOvertakenCountsAsTaken() throws InterruptedException {
        SamplerFixture fixture = new SamplerFixture(directory);
        SamplingChange first = change(fixture, 1_000, Map.of());
        SamplingChange second = change(fixture, 2_000, Map.of());
        assertTrue(first.awaitTaken(0));
        assertFalse(second.awaitTaken(0));
        fixture.sampler.doWork();
        assertTrue(second.awaitTaken(0));
    }
}
