package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.DiskStore;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cheap numbers of an upstream against what is really pending. */
class BacklogTest {
    private static final long MINUTE = 60_000;
    private static final int SERIES = 10;

    @TempDir
    private Path directory;

    private static Backlog backlog(Rig rig) {
        try (Snapshot snapshot = rig.store.view().snapshot()) {
            return Backlog.of(snapshot, rig.ledger().intervals(), rig.clock.wallMs());
        }
    }

    /** Decodes what the ledger leaves. */
    private static long pendingSamples(Rig rig) {
        try (Snapshot snapshot = rig.store.view().snapshot()) {
            List<TimeRange> pending =
                    Pending.of(snapshot.populated(), rig.ledger().intervals());
            return rig.store.contents().values().stream()
                    .flatMap(samples -> samples.keySet().stream())
                    .filter(time -> pending.stream().anyMatch(range -> range.contains(time)))
                    .count();
        }
    }

    @Test
    void throughAnOutageTheCountIsThatOfTheSamples() throws IOException {
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            rig.restart(rig.options().order(Order.FREE).maxAgeMs(0));
            rig.sampling(SERIES, 1_000).run(10 * MINUTE);
            rig.receiver.answer(request -> Answer.of(503));
            long worst = 0;
            for (int minute = 0; minute < 180; minute += 5) {
                rig.run(5 * MINUTE);
                long right = pendingSamples(rig);
                long said = backlog(rig).pendingSamples();
                worst = Math.max(worst, 1_000 * Math.abs(said - right) / right);
                long age = backlog(rig).oldestPendingAgeMs(rig.clock.wallMs());
                long since = (minute + 5) * MINUTE;
                assertTrue(age >= since - 1_000 && age <= since + 10_000, "age " + age + " after " + since);
            }
            assertTrue(worst <= 20, "wrong by " + worst / 10.0 + " %");
            rig.receiver.answer(request -> Answer.of(204));
            rig.run(10 * MINUTE);
            assertTrue(
                    backlog(rig).pendingSamples() <= 10 * SERIES,
                    () -> backlog(rig).toString());
            assertTrue(backlog(rig).oldestPendingAgeMs(rig.clock.wallMs()) <= 10_000);
            assertEquals(SERIES, backlog(rig).newPerSecond(), 0.5);
        }
    }

    @Test
    void theTimeInWhichNothingWasSampledIsNoAge() throws IOException {
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            rig.sampling(SERIES, 1_000).run(MINUTE).sampling(0, 1_000).run(10_000);
            assertEquals(Backlog.NOTHING, backlog(rig).oldestPendingMs());
            rig.clock.advance(60 * MINUTE); // the agent was stopped
            rig.sampling(SERIES, 1_000).collect(10_000);
            assertEquals(10_000, backlog(rig).oldestPendingAgeMs(rig.clock.wallMs()));
            assertEquals(pendingSamples(rig), backlog(rig).pendingSamples());
        }
    }

    @Test
    void whatIsSetAsideIsNotDeliveredAndWhatIsRefusedIsSettled() throws IOException {
        try (Rig rig = new Rig()) {
            long bad = Rig.START_MS + 15 * MINUTE;
            rig.receiver.answer(request -> request.series().stream()
                            .anyMatch(series -> series.timestampsMs().contains(bad))
                    ? Answer.of(500, "too old sample")
                    : Answer.of(204));
            rig.restart(rig.options().order(Order.FREE)).sampling(5, 10_000).collect(60 * MINUTE);
            rig.run(5 * MINUTE);
            long now = rig.clock.wallMs();
            assertTrue(
                    backlog(rig).oldestPendingAgeMs(now) < MINUTE,
                    () -> backlog(rig).toString());
            assertTrue(backlog(rig).oldestParkedMs() <= bad, () -> backlog(rig).toString());
            assertEquals(now - backlog(rig).oldestParkedMs(), backlog(rig).oldestUndeliveredAgeMs(now));
            rig.ledger()
                    .claim(new TimeRange(Rig.START_MS, Rig.START_MS + 60 * MINUTE))
                    .settle(new TimeRange(Rig.START_MS, Rig.START_MS + 60 * MINUTE), LedgerState.REFUSED, 400, null);
            assertEquals(Backlog.NOTHING, backlog(rig).oldestParkedMs());
        }
    }

    @Test
    void samplesFromTheFutureHaveNoAge() throws IOException {
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            rig.sampling(SERIES, 1_000).run(MINUTE);
            rig.clock.step(2 * 60 * MINUTE);
            rig.sampling(SERIES, 1_000).collect(MINUTE);
            rig.clock.step(-2 * 60 * MINUTE - MINUTE);
            rig.run(10_000);
            assertTrue(
                    backlog(rig).oldestPendingAgeMs(rig.clock.wallMs()) <= 70_000,
                    () -> backlog(rig).toString());
            assertTrue(
                    backlog(rig).pendingSamples() >= 60 * SERIES,
                    () -> backlog(rig).toString());
        }
    }
}
