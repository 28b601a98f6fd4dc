package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of looks at a real upstream. */
class StatusLineTest {
    @TempDir
    private Path dir;

    private WatchedUpstream upstream() throws Exception {
        return new WatchedUpstream(dir.resolve("data"), 60_000, UnaryOperator.identity());
    }

    private static String line(WatchedUpstream upstream) {
        return StatusLine.of("", 1_000, upstream.watch.last());
    }

    @Test
    void beforeTheFirstTickItSaysThatNothingIsSampled() throws Exception {
        try (WatchedUpstream upstream = upstream()) {
            assertEquals("1s, nothing is sampled yet", line(upstream));
        }
    }

    @Test
    void anUpstreamThatGetsEverythingIsUpToDate() throws Exception {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(60_000);
            assertEquals("1s, " + WatchedUpstream.SERIES + " series; central up to date", line(upstream));
            assertEquals(
                    "configuration not taken: x; 250ms, " + WatchedUpstream.SERIES + " series; central up to date",
                    StatusLine.of("configuration not taken: x", 250, upstream.watch.last()));
        }
    }

    @Test
    void anUpstreamThatFailsIsBehindByWhatItLacksAndThenTheAgentIsNotReady() throws Exception {
        try (WatchedUpstream upstream = upstream()) {
            upstream.run(30_000);
            upstream.answer(503);
            upstream.run(40_000);
            assertTrue(
                    line(upstream).matches("1s, [0-9,]+ series; central [0-9,]+ samples behind, the oldest [34][0-9]s"),
                    line(upstream));
            upstream.run(60_000);
            assertTrue(
                    line(upstream)
                            .matches("1s, [0-9,]+ series; not ready: upstream central: oldest undelivered sample"
                                    + " .* old, more than 1m; central [0-9,]+ samples behind, the oldest 1m.*"),
                    line(upstream));
            upstream.answer(204);
            upstream.run(120_000);
            assertTrue(line(upstream).endsWith("series; central up to date"), line(upstream));
        }
    }
}
