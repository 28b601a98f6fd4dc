package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.forwarder.LanePolicy.Send;
import dev.holdfast.forwarder.LanePolicy.Skip;
import dev.holdfast.forwarder.LanePolicy.Wait;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.TimeRange;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanePolicyTest {
    private static final long NOW = 1_700_006_400_000L; // on the grid of bands
    private static final long MINUTE = 60_000;
    private static final Pace PAGE = new Pace(10_000, 0, 16_000, 600_000);
    private static final Pace BAND = new Pace(600_000, 0, 500_000, 600_000);
    private static final UpstreamOptions STRICT = options(Order.STRICT);
    private static final UpstreamOptions WINDOW = options(Order.WINDOW);
    private static final UpstreamOptions FREE = options(Order.FREE);

    @Test
    void strictSkipsWhatIsTooOldAndThenBeginsWithTheOldest() {
        List<TimeRange> pending = List.of(range(-120 * MINUTE, -90 * MINUTE), range(-80 * MINUTE, 0));
        assertEquals(new Skip(pending.get(0)), next(Lane.ORDERED, pending, NOW, STRICT, PAGE));
        pending = pending.subList(1, 2);
        assertEquals(new Skip(range(-80 * MINUTE, -55 * MINUTE)), next(Lane.ORDERED, pending, NOW, STRICT, PAGE));
        pending = List.of(range(-55 * MINUTE, 0));
        assertEquals(
                new Send(range(-55 * MINUTE, -55 * MINUTE + 10_000), true),
                next(Lane.ORDERED, pending, NOW, STRICT, PAGE));
    }

    @Test
    void theNewestWaitsForOthersUntilTheDeadline() {
        Wait wait = (Wait) next(Lane.ORDERED, List.of(range(-4_700, 0)), NOW, STRICT, PAGE);
        assertEquals(300, wait.delayMs());
        assertEquals(
                new Send(range(-5_000, -499), false), next(Lane.ORDERED, List.of(range(-5_000, 0)), NOW, STRICT, PAGE));
    }

    @Test
    void aFullRequestDoesNotWait() {
        Pace dense = new Pace(10_000, 1.0, 16_000, 600_000); // 2000 samples in 2 s
        assertEquals(
                new Send(range(-2_600, -499), false),
                next(Lane.ORDERED, List.of(range(-2_600, 0)), NOW, STRICT, dense));
        assertInstanceOf(Wait.class, next(Lane.ORDERED, List.of(range(-2_000, 0)), NOW, STRICT, dense));
    }

    @Test
    void nothingFromTheLastMomentOrTheFutureIsSent() {
        for (Lane lane : Lane.values()) {
            List<TimeRange> pending = List.of(range(-400, 3_600_000));
            assertInstanceOf(Wait.class, next(lane, pending, NOW, FREE, PAGE), lane.name());
        }
    }

    @Test
    void liveSeesTheLastMinuteAndTheBacklogEverythingElse() {
        List<TimeRange> pending = List.of(range(-3 * 24 * 60 * MINUTE, 0));
        assertEquals(new Send(range(-MINUTE, -50_000), true), next(Lane.LIVE, pending, NOW, FREE, PAGE));
        assertEquals(
                new Send(range(-3 * 24 * 60 * MINUTE, -3 * 24 * 60 * MINUTE + 600_000), true),
                next(Lane.BACKLOG, pending, NOW, FREE, BAND));
        assertInstanceOf(Wait.class, next(Lane.BACKLOG, List.of(range(-MINUTE, 0)), NOW, FREE, BAND));
        assertInstanceOf(Wait.class, next(Lane.LIVE, List.of(range(-5 * MINUTE, -MINUTE)), NOW, FREE, PAGE));
    }

    @Test
    void bandsEndOnTheirGridAndAtTheHole() {
        List<TimeRange> pending = List.of(range(-33 * MINUTE, -31 * MINUTE), range(-22 * MINUTE, 0));
        assertEquals(new Send(pending.get(0), false), next(Lane.BACKLOG, pending, NOW, FREE, BAND));
        assertEquals(
                new Send(range(-22 * MINUTE, -20 * MINUTE), true),
                next(Lane.BACKLOG, pending.subList(1, 2), NOW, FREE, BAND));
    }

    @Test
    void aWindowsBacklogIsBoundedByItsAgeAndItsLiveLaneIsNot() {
        List<TimeRange> pending = List.of(range(-70 * MINUTE, 0));
        assertEquals(new Skip(range(-70 * MINUTE, -54 * MINUTE)), next(Lane.BACKLOG, pending, NOW, WINDOW, BAND));
        assertInstanceOf(Send.class, next(Lane.LIVE, pending, NOW, WINDOW, PAGE));
    }

    @Test
    void nothingToDoIsLookedAtAgainSoon() {
        for (Lane lane : Lane.values()) {
            assertEquals(new Wait(LanePolicy.IDLE_MS), next(lane, List.of(), NOW, FREE, PAGE));
        }
    }

    @Test
    void paceFollowsTheDensityAndStridesOverHoles() {
        Pace pace = PAGE.after(new TimeRange(0, 10_000), 5_000);
        assertEquals(0.5, pace.samplesPerMs());
        assertEquals(32_000, pace.lengthMs());
        assertEquals(128_000, pace.after(new TimeRange(0, 32_000), 0).lengthMs());
        assertEquals(16_000, pace.afterSetback().lengthMs());
        assertEquals(600_000, BAND.after(new TimeRange(0, 600_000), 10).lengthMs());
        assertEquals(300_000, BAND.after(new TimeRange(0, 600_000), 1_000_000).lengthMs());
    }

    private static LanePolicy.Step next(
            Lane lane, List<TimeRange> pending, long nowMs, UpstreamOptions options, Pace pace) {
        return LanePolicy.next(lane, pending, nowMs, options, options.batchDeadlineMs(), pace);
    }

    private static TimeRange range(long fromMs, long toMs) {
        return new TimeRange(NOW + fromMs, NOW + toMs);
    }

    private static UpstreamOptions options(Order order) {
        return UpstreamOptions.builder("central", URI.create("http://host/"))
                .order(order)
                .build();
    }
}
