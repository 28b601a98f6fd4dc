package dev.holdfast.agent.sampling;

import dev.holdfast.storage.SampleBatch;
import java.io.IOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One collector in the sampler: when it runs, how it went, and which series it gave last. */
final class CollectorSlot {
    private static final Logger LOG = LoggerFactory.getLogger(CollectorSlot.class);
    private static final long NEVER = Long.MIN_VALUE;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_SECOND = 1e6;

    private final Collector collector;
    private long intervalMs;
    private final int durationRef;
    private final int successRef;
    private int[] lastRefs = new int[0];
    private int lastCount;
    private long lastRun = NEVER;
    private boolean failing;
    private boolean ran;

    CollectorSlot(Collectors.Scheduled scheduled, SampleSink sink) {
        collector = scheduled.collector();
        intervalMs = scheduled.intervalMs();
        durationRef = sink.series("node_scrape_collector_duration_seconds", "collector", collector.name());
        successRef = sink.series("node_scrape_collector_success", "collector", collector.name());
    }

    /** The collector. */
    Collector collector() {
        return collector;
    }

    /** Runs by another interval from the next tick on. */
    void reschedule(long newIntervalMs) {
        if (newIntervalMs != intervalMs) {
            intervalMs = newIntervalMs;
            lastRun = NEVER;
        }
    }

    /** Marks all its series as ended, in the place of a run. */
    void end(SampleBatch batch) {
        for (int i = 0; i < lastCount; i++) {
            batch.addBits(lastRefs[i], Sampler.STALE_MARKER_BITS);
        }
        if (ran) {
            markEnded(batch, durationRef);
            markEnded(batch, successRef);
        }
    }

    private static void markEnded(SampleBatch batch, int ref) {
        if (ref != TickTarget.REFUSED) {
            batch.addBits(ref, Sampler.STALE_MARKER_BITS);
        }
    }

    /** Runs the collector when its time has come, and adds what it took. */
    void run(SampleSink sink, SampleBatch batch, Clock clock) {
        if (intervalMs > 0) {
            // A clock that was set back is a new run too: the number of the interval is another.
            long run = Math.floorDiv(sink.timestampMs(), intervalMs);
            if (run == lastRun) {
                return;
            }
            lastRun = run;
        }
        ran = true;
        long begin = clock.monotonicNanos();
        int from = batch.size();
        boolean success = collect(sink);
        int to = batch.size();
        if (!sameSeries(batch, from, to)) {
            markEnded(batch, from, to);
            remember(batch, from, to);
        }
        // Whole microseconds: what lies below is noise, and costs room on disk.
        long micros = (clock.monotonicNanos() - begin) / NANOS_PER_MICRO;
        sink.add(durationRef, micros / MICROS_PER_SECOND);
        sink.add(successRef, success ? 1 : 0);
    }

    private boolean collect(SampleSink sink) {
        try {
            boolean present = collector.collect(sink);
            if (failing) {
                failing = false;
                LOG.info("collector {} works again", collector.name());
            }
            return present;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warn("collector {} failed, the others go on: {}", collector.name(), e.toString());
                LOG.debug("collector {}", collector.name(), e);
            }
            return false;
        }
    }

    private boolean sameSeries(SampleBatch batch, int from, int to) {
        if (to - from != lastCount) {
            return false;
        }
        for (int i = 0; i < lastCount; i++) {
            if (batch.ref(from + i) != lastRefs[i]) {
                return false;
            }
        }
        return true;
    }

    /** Marks the series of the last run that are not in this one. Rare, so that it may sort and search. */
    private void markEnded(SampleBatch batch, int from, int to) {
        int[] now = new int[to - from];
        for (int i = 0; i < now.length; i++) {
            now[i] = batch.ref(from + i);
        }
        Arrays.sort(now);
        for (int i = 0; i < lastCount; i++) {
            if (Arrays.binarySearch(now, lastRefs[i]) < 0) {
                batch.addBits(lastRefs[i], Sampler.STALE_MARKER_BITS);
            }
        }
    }

    private void remember(SampleBatch batch, int from, int to) {
        lastCount = to - from;
        if (lastRefs.length < lastCount) {
            lastRefs = new int[lastCount];
        }
        for (int i = 0; i < lastCount; i++) {
            lastRefs[i] = batch.ref(from + i);
        }
    }
}
