package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grid of ticks, and the clock's accidents. */
class SamplerTest {
    @TempDir
    Path directory;

    private static long late(SamplerFixture fixture) {
        return fixture.sampler.missedCount(MissReason.LATE);
    }

    private static List<Long> times(SamplerFixture fixture) {
        return fixture.target.ticks.stream()
                .map(t -> t.timestampMs() - SamplerFixture.START_MS)
                .toList();
    }

    @Test
    void ticksLieOnTheGridAndBearItsTimeWithinTolerance() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.clock.advance(1); // not on the grid
        fixture.run(3_000);
        assertEquals(List.of(1_000L, 2_000L, 3_000L), times(fixture));
        fixture.clock.advance(1_098); // to 4 099
        fixture.sampler.doWork();
        fixture.clock.advance(1_002); // to 5 101
        fixture.sampler.doWork();
        assertEquals(List.of(1_000L, 2_000L, 3_000L, 4_000L, 5_101L), times(fixture));
        assertEquals(0, late(fixture));
        fixture.run(899);
        assertEquals(6_000L, times(fixture).get(5));
    }

    @Test
    void aShortIntervalHasATenthOfItAsTolerance() {
        SamplerFixture fixture = new SamplerFixture(directory, 100, -1, Map.of());
        fixture.run(1_000);
        assertEquals(11, times(fixture).size());
        assertEquals(1_000L, times(fixture).get(10));
        fixture.clock.advance(110);
        fixture.sampler.doWork();
        fixture.clock.advance(101);
        fixture.sampler.doWork();
        assertEquals(List.of(1_100L, 1_211L), times(fixture).subList(11, 13));
    }

    @Test
    void ticksThatCouldNotRunAreCountedAndNotInvented() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.sampler.doWork();
        fixture.clock.advance(5_050); // starved
        fixture.sampler.doWork();
        assertEquals(List.of(0L, 5_000L), times(fixture));
        assertEquals(4, late(fixture));
        assertEquals(4, fixture.target.last().value("holdfast_ticks_missed_total{reason=\"late\"}"));
        assertEquals(2, fixture.target.last().value("holdfast_ticks_total"));
    }

    @Test
    void aSuspensionIsToldFromAStep() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.run(2_500); // 0, 1 000, 2 000
        fixture.clock.suspend(60_000);
        fixture.run(1_000);
        assertEquals(59, fixture.sampler.missedCount(MissReason.SUSPENDED)); // the 60th ran, late
        assertEquals(0, late(fixture));
        assertEquals(0, fixture.sampler.missedCount(MissReason.STEPPED));

        fixture.clock.step(30_000);
        fixture.run(1_000);
        long stepped = fixture.sampler.missedCount(MissReason.STEPPED);
        assertTrue(stepped == 29 || stepped == 30, "stepped " + stepped);
        assertEquals(0, late(fixture));
    }

    @Test
    void withoutTimeSinceBootAJumpForwardCountsAsSuspension() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.clock.forgetBoot();
        fixture.run(500);
        fixture.clock.step(10_000); // the watch was made before; it asks again at the first event
        fixture.run(1_000);
        fixture.clock.step(10_000);
        fixture.run(1_000);
        assertTrue(fixture.sampler.missedCount(MissReason.SUSPENDED) >= 9);
        assertEquals(0, late(fixture));
    }

    @Test
    void aStepBackTakesUpTheGridAtTheNewTime() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.run(10_000);
        fixture.clock.step(-3_600_500);
        fixture.run(2_000);
        List<Long> times = times(fixture);
        assertEquals(List.of(-3_590_000L, -3_589_000L), times.subList(times.size() - 2, times.size()));
        assertEquals(0, late(fixture));
        assertEquals(0, fixture.sampler.missedCount(MissReason.STEPPED));
    }

    @Test
    void aSmallStepBackDoesNotSampleAMomentTwice() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.run(2_000);
        fixture.sampler.doWork();
        fixture.clock.step(-400);
        fixture.run(2_000);
        List<Long> times = times(fixture);
        assertEquals(times.stream().distinct().toList(), times);
        assertEquals(List.of(0L, 1_000L, 2_000L, 3_000L), times);
    }

    @Test
    void theTimeSinceTheLastRunIsCountedAsStopped() {
        SamplerFixture fixture = new SamplerFixture(directory, 1_000, SamplerFixture.START_MS - 100_000, Map.of());
        fixture.sampler.doWork();
        assertEquals(99, fixture.target.last().value("holdfast_ticks_missed_total{reason=\"stopped\"}"));
    }

    @Test
    void aFutureLastTickIsNotAGap() {
        SamplerFixture fixture = new SamplerFixture(directory, 1_000, SamplerFixture.START_MS + 100_000, Map.of());
        fixture.sampler.doWork();
        assertEquals(0, fixture.sampler.missedCount(MissReason.STOPPED));
    }

    @Test
    void aRefusedTickIsCountedAndTheNextIsTried() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.target.full = true;
        fixture.sampler.doWork();
        fixture.clock.advance(1_000);
        fixture.sampler.doWork();
        fixture.target.full = false;
        RecordingTarget.Tick tick = fixture.tick();
        assertEquals(2, tick.value("holdfast_append_failures_total"));
        assertEquals(2, fixture.sampler.appendFailureCount());
    }

    @Test
    void theGridHoldsForAnyCourseOfTime() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int interval = 100 + random.nextInt(2_000);
            TickSchedule schedule = new TickSchedule(interval, -1);
            long wall = random.nextInt(1_000_000);
            long ticks = 0;
            long first = -1;
            long last = -1;
            for (int i = 0; i < 500; i++) {
                long timestamp = schedule.tick(wall, 0, 0);
                if (timestamp != TickSchedule.NOT_DUE) {
                    assertTrue(timestamp > last && timestamp <= wall, "seed " + seed);
                    first = first < 0 ? timestamp : first;
                    last = timestamp;
                    ticks++;
                }
                wall += random.nextInt(20) == 0 ? random.nextInt(10_000) : 1 + schedule.waitMs(wall);
            }
            // Every point of the grid between the first and the last tick is a tick or a miss.
            long points = last / interval - (first + interval - 1) / interval + 1;
            long accounted = ticks + schedule.missed(MissReason.LATE);
            assertTrue(Math.abs(points - accounted) <= 1, "seed " + seed);
        }
    }
}
