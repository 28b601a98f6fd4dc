package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role that samples the host: at each point of the grid it runs the collectors and hands the store one batch.
 *
 * <p>{@link #doWork} does what is due and says how long to wait; it never sleeps, so that a test steps it by hand. One
 * thread, {@code sampler}; the counts may be read by any. In the steady state a tick allocates next to nothing.
 *
 * <p>Besides what the collectors give, each tick has {@code up}, which is 1, and the sampler's own counts. A tick that the
 * store refuses is counted and lost; the next one is tried as if nothing had been.
 */
public final class Sampler implements TickCounts {
    /** The value that says that a series has ended: Prometheus's. */
    public static final long STALE_MARKER_BITS = 0x7ff0000000000002L;

    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final int EXPECTED_SERIES = 512;
    // Waits are cut to this, so that a clock that is set while the interval is long is noticed soon.
    private static final long MAX_WAIT_MS = 1_000;
    // A host that is too slow is so for long: one line a minute says how many.
    private static final long LATE_LINE_NANOS = 60_000_000_000L;

    private final SamplingOptions options;
    private final AtomicReference<@Nullable SamplingChange> change = new AtomicReference<>();
    private List<Collectors.Scheduled> collectors;
    private final TickTarget target;
    private final Clock clock;
    private final ClockWatch watch;
    private final TickSchedule schedule;
    private final SampleBatch batch = new SampleBatch(EXPECTED_SERIES);
    private final Sink sink = new Sink();
    private final CountSeries counts = new CountSeries();
    private CollectorSlot[] slots = new CollectorSlot[0];
    private List<CollectorSlot> ended = List.of(); // whose series no tick has marked yet
    private List<LastSeen> leftOpen; // by an earlier run, until the first tick
    private @Nullable RestartMarkers restart; // until every one of those goes on or is marked
    private boolean resolved;
    private boolean refused;
    private long lateUnsaid;
    private long lateSaidNanos;
    private boolean lateSaid;

    private final AtomicLong tickCount = new AtomicLong();
    private final AtomicLong appendFailureCount = new AtomicLong();
    private volatile long lastTickMs = -1;
    private volatile int lastSampleCount;
    private volatile long intervalMs;

    /** A sampler that knows of no series of an earlier run. */
    public Sampler(
            SamplingOptions options,
            List<Collectors.Scheduled> collectors,
            TickTarget target,
            Clock clock,
            long lastStoredMs) {
        this(options, collectors, target, clock, lastStoredMs, List.of());
    }

    /**
     * A sampler that has not begun; the first tick is at the next point of the grid.
     *
     * @param lastStoredMs time of the newest tick that the store has, milliseconds since the epoch, or -1 for none: what
     *     lies between it and the first tick is counted as stopped
     * @param leftOpen the series that were there then; those that are there no more get a stale marker after their last
     *     sample, see {@link RestartMarkers}
     */
    public Sampler(
            SamplingOptions options,
            List<Collectors.Scheduled> collectors,
            TickTarget target,
            Clock clock,
            long lastStoredMs,
            List<LastSeen> leftOpen) {
        this.leftOpen = List.copyOf(leftOpen);
        this.options = options;
        this.collectors = List.copyOf(collectors);
        this.target = target;
        this.clock = clock;
        this.watch = new ClockWatch(clock);
        this.intervalMs = options.intervalMs();
        this.schedule = new TickSchedule(options.intervalMs(), lastStoredMs);
    }

    /**
     * Runs the tick that is due, if one is.
     *
     * @return milliseconds until there is something to do
     */
    public long doWork() {
        watch.observe();
        reportClock();
        long lateBefore = schedule.missed(MissReason.LATE);
        boolean first = tickCount.get() == 0;
        long timestampMs = schedule.tick(watch.wallMs(), watch.suspendedMs(), watch.steppedMs());
        if (timestampMs != TickSchedule.NOT_DUE) {
            reportMissed(first, schedule.missed(MissReason.LATE) - lateBefore);
            tick(timestampMs);
        }
        // After the tick that was due: what is past belongs to the old grid, see TickSchedule.
        SamplingChange asked = change.get() == null ? null : change.getAndSet(null);
        if (asked != null) {
            take(asked);
            asked.taken();
        }
        return Math.min(MAX_WAIT_MS, schedule.waitMs(clock.wallMs()));
    }

    /**
     * Lets another interval and other collectors be in force between two ticks. No point of either grid is lost, none is a
     * tick twice, and counts go on. The series of collectors that are no more end with a stale marker in the next tick; those
     * of collectors that stay go on. Any thread; it is taken when {@link #doWork} is called next.
     */
    public void replace(SamplingChange next) {
        SamplingChange before = change.getAndSet(next);
        if (before != null) {
            before.taken();
        }
    }

    private void take(SamplingChange asked) {
        schedule.changeInterval(asked.intervalMs(), watch.wallMs());
        intervalMs = asked.intervalMs();
        collectors = asked.collectors();
        if (resolved) {
            resolveSlots();
        }
    }

    private void reportClock() {
        if (watch.suspendedMs() > 0) {
            LOG.info("the host was suspended for {} ms", watch.suspendedMs());
        }
        if (watch.steppedMs() > 0) {
            LOG.warn("the clock was set forward by {} ms", watch.steppedMs());
        } else if (watch.steppedMs() < 0) {
            LOG.warn("the clock was set back by {} ms", -watch.steppedMs());
        }
    }

    private void reportMissed(boolean first, long late) {
        long stopped = schedule.missed(MissReason.STOPPED);
        if (first && stopped > 0) {
            LOG.info("{} ticks were missed while the agent was stopped", stopped);
        }
        lateUnsaid += late;
        long nowNanos = clock.monotonicNanos();
        if (lateUnsaid > 0 && (!lateSaid || nowNanos - lateSaidNanos >= LATE_LINE_NANOS)) {
            LOG.warn("{} ticks were missed: the host or the agent was too slow", lateUnsaid);
            lateUnsaid = 0;
            lateSaid = true;
            lateSaidNanos = nowNanos;
        }
    }

    private void tick(long timestampMs) {
        batch.reset(timestampMs);
        try {
            if (!resolved) {
                resolve();
                resolved = true;
            }
            tickCount.incrementAndGet();
            counts.add();
            for (CollectorSlot slot : slots) {
                slot.run(sink, batch, clock);
            }
            for (int i = 0; i < ended.size(); i++) {
                ended.get(i).end(batch);
            }
            if (restart != null) {
                markRestart(restart);
            }
            target.append(batch);
            ended = List.of();
        } catch (IOException e) {
            refuse(e);
            return;
        }
        lastTickMs = timestampMs;
        lastSampleCount = batch.size();
        if (refused) {
            refused = false;
            LOG.info("the store takes samples again");
        }
    }

    private void markRestart(RestartMarkers markers) throws IOException {
        markers.before(batch, this::mayStillCome, target);
        if (markers.isDone()) {
            restart = null;
        }
    }

    private boolean mayStillCome(Labels series) {
        for (CollectorSlot slot : slots) {
            if (slot.collector().mayStillGive(series)) {
                return true;
            }
        }
        return false;
    }

    private void refuse(IOException e) {
        appendFailureCount.incrementAndGet();
        if (!refused) {
            refused = true;
            LOG.error(
                    "the store does not take samples, which are lost until it does: {}",
                    e.getMessage() == null ? e.toString() : e.getMessage());
            LOG.debug("append", e);
        }
    }

    private void resolve() {
        counts.resolve();
        resolveSlots();
        restart = leftOpen.isEmpty() ? null : new RestartMarkers(leftOpen, target);
        leftOpen = List.of();
    }

    /** A slot for each collector, the one it has when it has one: that knows which of its series are there. */
    private void resolveSlots() {
        List<CollectorSlot> old = new ArrayList<>(List.of(slots));
        old.addAll(ended); // to be marked as ended, but not yet
        CollectorSlot[] made = new CollectorSlot[collectors.size()];
        for (int i = 0; i < made.length; i++) {
            Collectors.Scheduled scheduled = collectors.get(i);
            int at = 0;
            while (at < old.size() && old.get(at).collector() != scheduled.collector()) {
                at++;
            }
            made[i] = at < old.size() ? old.remove(at) : new CollectorSlot(scheduled, sink);
            made[i].reschedule(scheduled.intervalMs());
        }
        slots = made;
        ended = List.copyOf(old);
    }

    /** Ticks run so far. */
    public long tickCount() {
        return tickCount.get();
    }

    @Override
    public long lastTickMs() {
        return lastTickMs;
    }

    @Override
    public long intervalMs() {
        return intervalMs;
    }

    /** Samples in that tick. */
    public int lastSampleCount() {
        return lastSampleCount;
    }

    @Override
    public long appendFailureCount() {
        return appendFailureCount.get();
    }

    /** Points of the grid without a tick since the agent started. */
    public long missedCount(MissReason reason) {
        return schedule.missed(reason);
    }

    /** Adds to the batch; makes refs with the labels that all series have. */
    private final class Sink implements SampleSink {
        @Override
        public long timestampMs() {
            return batch.timestampMs();
        }

        @Override
        public int series(String name, String... labelNamesAndValues) {
            Labels.Builder labels = Labels.of(labelNamesAndValues).toBuilder();
            labels.set(Labels.METRIC_NAME, name);
            labels.set("job", options.job());
            labels.set("instance", options.instance());
            return target.series(labels.build());
        }

        @Override
        public void add(int seriesRef, double value) {
            if (seriesRef == TickTarget.REFUSED) {
                return; // one device too many must not keep its collector from sampling the others
            }
            batch.add(seriesRef, value);
        }
    }

    /** The sampler's own series. */
    private final class CountSeries {
        private final MissReason[] reasons = MissReason.values();
        private final int[] missed = new int[reasons.length];
        private int up;
        private int buildInfo;
        private int textfileError;
        private int ticks;
        private int appendFailures;

        void resolve() {
            up = sink.series("up");
            buildInfo = sink.series(
                    "holdfast_build_info",
                    "arch",
                    System.getProperty("os.arch", ""),
                    "javaversion",
                    System.getProperty("java.version", ""),
                    "version",
                    options.version());
            // There is no directory of text files, hence no error in it; an alert of the mixin asks for this.
            textfileError = sink.series("node_textfile_scrape_error");
            ticks = sink.series("holdfast_ticks_total");
            appendFailures = sink.series("holdfast_append_failures_total");
            for (int i = 0; i < reasons.length; i++) {
                missed[i] = sink.series("holdfast_ticks_missed_total", "reason", reasons[i].label());
            }
        }

        void add() {
            sink.add(up, 1);
            sink.add(buildInfo, 1);
            sink.add(textfileError, 0);
            sink.add(ticks, (double) tickCount.get());
            sink.add(appendFailures, (double) appendFailureCount.get());
            for (int i = 0; i < reasons.length; i++) {
                sink.add(missed[i], (double) schedule.missed(reasons[i]));
            }
        }
    }
}
