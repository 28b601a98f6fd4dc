package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Ends the series that an earlier run left open and that are not there any more: a device that was unplugged while the agent
 * was down, a collector that was switched off. Each gets a stale marker one millisecond after its own last sample, before
 * anything newer of this run is stored, so that an upstream that wants order gets it in order.
 *
 * <p>Every collector runs at the first tick, the slow ones too; what is not in it has ended. Only what a collector says that
 * it cannot tell yet is waited for, {@link #PATIENCE_MS} at most. One thread; nothing is left of it when all is decided.
 */
final class RestartMarkers {
    /** The slowest collector by habit has run twice by then. */
    static final long PATIENCE_MS = 125_000;

    /** A series that may have ended. */
    private record Open(Labels labels, int ref, long lastMs) {}

    private final List<Open> open = new ArrayList<>();
    private final SampleBatch markers = new SampleBatch(16);
    private long firstTickMs = Long.MIN_VALUE;

    RestartMarkers(List<LastSeen> before, TickTarget target) {
        for (LastSeen seen : before) {
            int ref = target.series(seen.labels());
            if (ref != TickTarget.REFUSED) {
                open.add(new Open(seen.labels(), ref, seen.timestampMs()));
            }
        }
        open.sort(Comparator.comparingLong(Open::lastMs));
    }

    /** Whether there is nothing left to decide. */
    boolean isDone() {
        return open.isEmpty();
    }

    /**
     * Looks at a tick that is about to be stored, and stores the markers that it calls for.
     *
     * @param undecided which series a collector may still give, although they are not in this tick
     * @throws IOException when there is no room; what is not stored comes with the next tick
     */
    void before(SampleBatch tick, Predicate<Labels> undecided, TickTarget target) throws IOException {
        if (firstTickMs == Long.MIN_VALUE) {
            firstTickMs = tick.timestampMs();
        }
        boolean patient = Math.abs(tick.timestampMs() - firstTickMs) < PATIENCE_MS;
        int[] now = new int[tick.size()];
        for (int i = 0; i < now.length; i++) {
            now[i] = tick.ref(i);
        }
        Arrays.sort(now);
        // One that goes on needs no marker; nor one whose marker would not lie before what is new.
        open.removeIf(series -> Arrays.binarySearch(now, series.ref()) >= 0 || series.lastMs() + 1 >= firstTickMs);
        List<Open> ended = new ArrayList<>(open);
        ended.removeIf(series -> patient && undecided.test(series.labels()));
        for (int i = 0; i < ended.size(); ) {
            long lastMs = ended.get(i).lastMs();
            int from = i;
            markers.reset(lastMs + 1);
            for (; i < ended.size() && ended.get(i).lastMs() == lastMs; i++) {
                markers.addBits(ended.get(i).ref(), Sampler.STALE_MARKER_BITS);
            }
            target.append(markers);
            open.removeAll(ended.subList(from, i));
        }
    }
}
