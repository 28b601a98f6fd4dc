package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.agent.sampling.MetricFamily;
import dev.holdfast.agent.sampling.MetricType;
import dev.holdfast.agent.sampling.SelfSeries;
import dev.holdfast.forwarder.upstream.Limits;
import dev.holdfast.forwarder.upstream.Order;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch turns red when it should, in time, and green after; and its numbers are those of what was sent. */
class SelfWatchTest {
    private static final long MINUTE = 60_000;
    private static final long LIMIT = 2 * MINUTE;

    @TempDir
    private Path directory;

    private WatchedUpstream upstream() throws IOException {
        return new WatchedUpstream(
                directory, LIMIT, options -> options.order(Order.FREE).maxAgeMs(0));
    }

    /** Red within two looks after the oldest sample is too old, and green within a minute after it can be sent. */
    private static void turnsRedAndGreen(WatchedUpstream upstream, int failure) throws IOException {
        upstream.run(2 * MINUTE);
        assertEquals("yes", upstream.watch.readiness().line());
        upstream.answer(failure);
        upstream.run(LIMIT - 10_000);
        assertTrue(upstream.watch.isReady(), () -> upstream.watch.readiness().line());
        upstream.run(25_000);
        assertFalse(upstream.watch.isReady());
        String line = upstream.watch.readiness().line();
        assertTrue(line.matches("no: upstream central: oldest undelivered sample 2m[0-9]*s? old, more than 2m"), line);
        assertEquals(0, upstream.value("holdfast_ready"));
        upstream.answer(204);
        upstream.run(MINUTE);
        assertEquals("yes", upstream.watch.readiness().line());
        assertEquals(1, upstream.value("holdfast_ready"));
    }

    /** Health that stays green while nothing flows: the canary. */
    @Test
    void aWatchThatLooksAtNoAgeIsFound() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.watch.limits(ReadinessLimits.NONE);
            assertThrows(AssertionError.class, () -> turnsRedAndGreen(upstream, 500));
        }
    }

    @Test
    void anUpstreamThatAnswers500ForEver() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            turnsRedAndGreen(upstream, 500);
        }
    }

    @Test
    void anUpstreamThatAcceptsConnectionsAndNeverAnswers() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            turnsRedAndGreen(upstream, WatchedUpstream.SILENCE);
        }
    }

    @Test
    void anUpstreamThatDoesNotLetUsIn() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            turnsRedAndGreen(upstream, 401);
        }
    }

    @Test
    void anUpstreamThatIsDown() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(MINUTE);
            upstream.shut();
            upstream.run(LIMIT + 15_000);
            assertFalse(upstream.watch.isReady());
            assertEquals(0, upstream.value("holdfast_upstream_up"));
            assertEquals(LIMIT / 1e3 + 15, upstream.value("holdfast_upstream_oldest_pending_age_seconds"), 10);
            double pending = upstream.value("holdfast_upstream_pending_samples");
            assertEquals((LIMIT / 1e3 + 15) * WatchedUpstream.SERIES, pending, 10.0 * WatchedUpstream.SERIES);
        }
    }

    @Test
    void aMeteredUpstreamOutOfItsBudget() throws IOException {
        LocalTime start = Instant.ofEpochMilli(WatchedUpstream.START_MS)
                .atZone(ZoneId.systemDefault())
                .toLocalTime();
        int minute = start.toSecondOfDay() / 60;
        Limits tight = new Limits(0, 0, 8_000, List.of(new Limits.Window(minute, (minute + 15) % 1440)));
        try (WatchedUpstream upstream = new WatchedUpstream(
                directory,
                LIMIT,
                options -> options.order(Order.FREE).maxAgeMs(0).limits(tight))) {
            upstream.run(10 * MINUTE);
            assertFalse(upstream.watch.isReady());
            assertTrue(
                    upstream.watch.last().upstreams().get(0).outlook().heldBy().startsWith("daily budget"));
            assertEquals(1, upstream.value("holdfast_upstream_up"), "it answers, and nothing flows");
            upstream.run(8 * MINUTE); // out of the metered hours
            assertEquals("yes", upstream.watch.readiness().line());
        }
    }

    @Test
    void aStepOfTheClockTurnsNothingRedThatFlows() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(2 * MINUTE);
            upstream.step(3 * 60 * MINUTE);
            for (int second = 0; second < 60; second++) {
                upstream.run(1_000);
                assertTrue(
                        upstream.watch.isReady(),
                        () -> upstream.watch.readiness().line());
            }
            upstream.step(-2 * 60 * MINUTE);
            for (int second = 0; second < 60; second++) {
                upstream.run(1_000);
                assertTrue(
                        upstream.watch.isReady(),
                        () -> upstream.watch.readiness().line());
            }
        }
    }

    @Test
    void aStepOfTheClockHidesNothingThatDoesNotFlow() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(2 * MINUTE);
            upstream.answer(503);
            upstream.run(MINUTE);
            upstream.step(10 * MINUTE);
            upstream.run(15_000);
            assertFalse(upstream.watch.isReady());
            upstream.answer(204);
            upstream.run(MINUTE);
            assertTrue(
                    upstream.watch.isReady(), () -> upstream.watch.readiness().line());
        }
    }

    @Test
    void itIsNotReadyBeforeTheFirstTickNorWithoutTicks() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.sampling(false);
            upstream.run(2_000);
            assertEquals(Readiness.STARTING, upstream.watch.readiness());
            assertEquals(0, upstream.value("holdfast_ready"));
            upstream.sampling(true);
            upstream.run(5_000);
            assertTrue(upstream.watch.isReady());
            upstream.sampling(false);
            upstream.run(25_000);
            assertTrue(upstream.watch.readiness().line().startsWith("no: sampler: no tick for "));
            upstream.refuseTicks();
            upstream.run(6_000);
            assertTrue(upstream.watch.readiness().line().startsWith("no: store: takes no samples since "));
            upstream.sampling(true);
            upstream.run(6_000);
            assertTrue(upstream.watch.isReady());
        }
    }

    @Test
    void otherLimitsCountFromTheNextLookOn() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(MINUTE);
            upstream.answer(500);
            upstream.run(3 * MINUTE);
            assertFalse(upstream.watch.isReady());
            upstream.watch.limits(new ReadinessLimits(Map.of("central", 60 * MINUTE)));
            upstream.run(6_000);
            assertTrue(upstream.watch.isReady());
            upstream.watch.limits(new ReadinessLimits(Map.of("central", 10_000L)));
            upstream.run(11_000);
            assertFalse(upstream.watch.isReady());
        }
    }

    @Test
    void theNumbersAreThoseOfWhatWasSent() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(5 * MINUTE);
            double sent = upstream.value("holdfast_upstream_samples_sent_total");
            double pending = upstream.value("holdfast_upstream_pending_samples");
            assertEquals(300 * WatchedUpstream.SERIES, sent + pending, 5.0 * WatchedUpstream.SERIES);
            assertTrue(upstream.value("holdfast_upstream_requests_total") > 20);
            assertTrue(upstream.value("holdfast_upstream_bytes_sent_total") > 1_000);
            assertEquals(1, upstream.value("holdfast_upstream_up"));
            double now = WatchedUpstream.START_MS / 1e3 + 300;
            assertEquals(now, upstream.value("holdfast_upstream_last_success_timestamp_seconds"), 15);
        }
    }

    @Test
    void theSeriesOfAnUpstreamGoWithIt() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(10_000);
            List<SelfSeries> shown = upstream.board.series();
            upstream.run(10_000);
            assertTrue(shown == upstream.board.series(), "made anew although nothing is new");
            upstream.removeUpstream();
            upstream.run(10_000);
            assertTrue(upstream.board.series().stream()
                    .noneMatch(series -> series.name().contains("upstream")));
            assertTrue(upstream.board.series().stream()
                    .anyMatch(series -> series.name().equals("holdfast_ready")));
        }
    }

    @Test
    void everySeriesIsInTheCatalogueAndAskingForThemMakesNoGarbage() throws IOException {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(10_000);
            MetricCatalogue catalogue = MetricCatalogue.load();
            for (SelfSeries series : upstream.board.series()) {
                MetricFamily family = catalogue.family(series.name());
                assertNotNull(family, series.name());
                assertEquals(series.name().endsWith("_total"), family.type() == MetricType.COUNTER, series.name());
                assertFalse(family.help().isEmpty());
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            double sum = 0;
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 30; round++) {
                List<SelfSeries> all = upstream.board.series();
                long before = threads.getThreadAllocatedBytes(thread);
                for (int i = 0; i < all.size(); i++) {
                    sum += all.get(i).value();
                }
                least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
            }
            assertTrue(sum > 0);
            assertTrue(least < 64, "bytes for all values: " + least);
        }
    }
}
