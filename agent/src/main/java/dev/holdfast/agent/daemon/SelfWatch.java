package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SelfBoard;
import dev.holdfast.agent.sampling.SelfSeries;
import dev.holdfast.agent.sampling.TickCounts;
import dev.holdfast.forwarder.Backlog;
import dev.holdfast.forwarder.Forwarder;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds at what the agent does, decides whether it is ready, and puts the numbers up for the sampler. On a
 * thread of its own, since any other may hang: the one that sends in a request, that of maintenance on a disk, the sampler
 * under either. Says once when the agent is no longer ready, and once when it is again.
 *
 * <p>{@link #last} and {@link #isReady} may be asked by any thread, cost nothing and wait for nothing.
 */
public final class SelfWatch implements Role {
    private static final Logger LOG = LoggerFactory.getLogger(SelfWatch.class);

    /** Between two looks, milliseconds. */
    static final long LOOK_MS = 5_000;

    /** The same until the first tick. */
    static final long START_MS = 500;

    /** A look that is older says nothing about now, milliseconds. */
    static final long STALE_MS = 60_000;

    /** Is told of every look, on the watch's thread. */
    @FunctionalInterface
    interface Listener {
        /** Says within how many milliseconds it wants the next one. */
        long looked(SelfLook look);
    }

    private final StoreView store;
    private final TickCounts ticks;
    private final Supplier<List<Forwarder>> upstreams;
    private final LongSupplier maintenanceStepMs;
    private final LastCounts before;
    private final SelfBoard board;
    private final LongSupplier wallClockMs;
    private final LongSupplier monotonicMs;
    private final Map<String, UpstreamSeries> shown = new LinkedHashMap<>();
    private Set<String> overdue = Set.of();
    private boolean started;
    private long lastTickMs = -1;
    private long tickedMs;
    private long failuresThen;
    private boolean said;
    private boolean saidReady;

    private volatile Listener listener = look -> LOOK_MS;
    private volatile ReadinessLimits limits;
    private volatile SelfLook last;
    private volatile long lookedMs;

    /**
     * A watch that has not looked yet.
     *
     * @param upstreams those that run now; asked at each look
     * @param maintenanceStepMs how long a step of maintenance has taken by now, 0 when none is under way
     * @param before what an earlier run counted
     * @param board where the numbers go
     */
    SelfWatch(
            StoreView store,
            TickCounts ticks,
            Supplier<List<Forwarder>> upstreams,
            LongSupplier maintenanceStepMs,
            ReadinessLimits limits,
            LastCounts before,
            SelfBoard board,
            LongSupplier wallClockMs,
            LongSupplier monotonicMs) {
        this.store = store;
        this.ticks = ticks;
        this.upstreams = upstreams;
        this.maintenanceStepMs = maintenanceStepMs;
        this.limits = limits;
        this.before = before;
        this.board = board;
        this.wallClockMs = wallClockMs;
        this.monotonicMs = monotonicMs;
        this.tickedMs = monotonicMs.getAsLong();
        this.lookedMs = tickedMs;
        this.last = new SelfLook(
                wallClockMs.getAsLong(), Readiness.STARTING, store.stats(), store.writeTotals(), List.of());
        show();
    }

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public long doWork() {
        look();
        return Math.min(listener.looked(last), started ? LOOK_MS : START_MS);
    }

    /** Has somebody told of the looks from now on. */
    void listener(Listener value) {
        listener = value;
    }

    /** Sets other limits, which count from the next look on. Any thread. */
    public void limits(ReadinessLimits value) {
        limits = value;
    }

    /** The newest look. Any thread. */
    public SelfLook last() {
        return last;
    }

    /** Whether the agent is ready, as far as is known now; not while nobody has looked for a minute. Any thread. */
    public boolean isReady() {
        return last.readiness().isReady() && monotonicMs.getAsLong() - lookedMs < STALE_MS;
    }

    /** Whether it is ready and why not, likewise. */
    public Readiness readiness() {
        boolean stale = monotonicMs.getAsLong() - lookedMs >= STALE_MS;
        return stale
                ? new Readiness(List.of("nobody has looked for a minute: the store is held up"))
                : last.readiness();
    }

    private void look() {
        long nowMs = wallClockMs.getAsLong();
        List<UpstreamLook> looks = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot()) {
            for (Forwarder forwarder : upstreams.get()) {
                String name = forwarder.options().name();
                Backlog backlog = Backlog.of(snapshot, store.ledgerIntervals(name), nowMs);
                looks.add(new UpstreamLook(name, backlog, forwarder.totals(), forwarder.outlook(backlog), nowMs));
            }
        }
        SelfLook look = new SelfLook(nowMs, Readiness.STARTING, store.stats(), store.writeTotals(), looks);
        Readiness readiness = readiness(look);
        last = new SelfLook(nowMs, readiness, look.stats(), look.written(), looks);
        lookedMs = monotonicMs.getAsLong();
        show();
        say(readiness);
    }

    private Readiness readiness(SelfLook look) {
        long monotonic = monotonicMs.getAsLong();
        if (ticks.lastTickMs() != lastTickMs) {
            started = true;
            lastTickMs = ticks.lastTickMs();
            tickedMs = monotonic;
            failuresThen = ticks.appendFailureCount();
        }
        long silentMs = monotonic - tickedMs;
        boolean refused = ticks.appendFailureCount() > failuresThen;
        Readiness.Builder builder = new Readiness.Builder()
                .store(look.stats().degraded())
                .sampler(silentMs, ticks.intervalMs(), refused)
                .maintenance(maintenanceStepMs.getAsLong());
        Set<String> before = overdue;
        overdue = new HashSet<>();
        for (UpstreamLook upstream : look.upstreams()) {
            long limitMs = limits.of(upstream.name());
            if (Readiness.isOverdue(upstream.backlog(), look.nowMs(), limitMs)) {
                overdue.add(upstream.name());
                // Only when it was at the last look too: after a step of the clock what came a second ago is old at
                // once.
                if (before.contains(upstream.name())) {
                    builder.upstream(upstream.name(), upstream.backlog(), look.nowMs(), limitMs);
                }
            }
        }
        Readiness found = builder.build();
        return started || !found.isReady() ? found : Readiness.STARTING;
    }

    private void say(Readiness readiness) {
        if (!started && readiness.equals(Readiness.STARTING)) {
            return;
        }
        if (!said || readiness.isReady() != saidReady) {
            if (readiness.isReady()) {
                LOG.info("ready{}", said ? " again" : "");
            } else {
                LOG.warn("not ready: {}", String.join("; ", readiness.reasons()));
            }
            said = true;
            saidReady = readiness.isReady();
        }
    }

    /** Puts the newest look up; other series only when there are other upstreams. */
    private void show() {
        List<String> names = new ArrayList<>();
        for (UpstreamLook look : last.upstreams()) {
            names.add(look.name());
            UpstreamSeries series = shown.get(look.name());
            if (series != null) {
                series.show(look);
            }
        }
        if (names.equals(List.copyOf(shown.keySet())) && !board.series().isEmpty()) {
            return;
        }
        shown.keySet().retainAll(names);
        Map<String, UpstreamSeries> ordered = new LinkedHashMap<>();
        for (UpstreamLook look : last.upstreams()) {
            UpstreamSeries known = shown.get(look.name());
            ordered.put(look.name(), known == null ? new UpstreamSeries(look, before) : known);
        }
        shown.clear();
        shown.putAll(ordered);
        List<SelfSeries> all = new ArrayList<>(StoreSeries.of(this, before));
        shown.values().forEach(series -> all.addAll(series.all()));
        board.show(all);
    }
}
