package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.Exchange;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.otlp.OtlpExchange;
import dev.holdfast.forwarder.remotewrite.RemoteWriteExchange;
import dev.holdfast.forwarder.upstream.Backfill;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.Wire;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Sends what is in the store to one upstream, and writes to its ledger what has arrived.
 *
 * <p>It has no queue and no file of its own: what is pending is what the store holds and the ledger does not cover, so a
 * restart goes on where the last acknowledgement was. Stepped by one thread, by a role of the daemon and by
 * hand in tests; {@link #totals()}, {@link #status()} and {@link #abort()} may come from any.
 */
public final class Forwarder implements AutoCloseable {
    private final UpstreamOptions options;
    private final StoreView store;
    private final Ledger ledger;
    private final LongSupplier wallClockMs;
    private final Exchange exchange;
    private final Settler settler;
    private final SendCounters counters;
    private final LongSupplier monotonicMs;
    private final Courtesy courtesy;
    private final Progress progress;
    private final List<LaneWorker> workers = new ArrayList<>();
    private boolean begun;

    /** A forwarder on the clocks of the system. */
    public Forwarder(UpstreamOptions options, StoreView store, Ledger ledger, SeriesFacts facts) {
        this(
                options,
                store,
                ledger,
                facts,
                System::currentTimeMillis,
                () -> System.nanoTime() / 1_000_000,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * A forwarder that has sent nothing yet.
     *
     * @param store what to send; stays open longer than this
     * @param ledger of the same store, by the upstream's name
     * @param facts what is known of the series beyond their samples
     * @param wallClockMs milliseconds since the epoch
     * @param monotonicMs milliseconds from anywhere, never back
     * @param random numbers in [0, 1), for jitter
     */
    public Forwarder(
            UpstreamOptions options,
            StoreView store,
            Ledger ledger,
            SeriesFacts facts,
            LongSupplier wallClockMs,
            LongSupplier monotonicMs,
            DoubleSupplier random) {
        this(options, store, ledger, exchange(options, facts, wallClockMs), wallClockMs, monotonicMs, random);
    }

    /** A forwarder that sends by an exchange, as tests make one. */
    Forwarder(
            UpstreamOptions options,
            StoreView store,
            Ledger ledger,
            Exchange exchange,
            LongSupplier wallClockMs,
            LongSupplier monotonicMs,
            DoubleSupplier random) {
        this.options = options;
        this.store = store;
        this.ledger = ledger;
        this.wallClockMs = wallClockMs;
        this.monotonicMs = monotonicMs;
        this.exchange = exchange;
        this.counters = new SendCounters(options.order(), options.maxAgeMs());
        counters.goOnFrom(DeliveryAccount.of(ledger.note()));
        this.settler = new Settler(options.name());
        long now = monotonicMs.getAsLong();
        this.courtesy = new Courtesy(
                options.name(),
                options.limits(),
                new DayBudget(options.limits(), ZoneId.systemDefault(), counters, now),
                wallClockMs,
                monotonicMs);
        this.progress = new Progress(now);
        UpstreamKit kit = new UpstreamKit(
                options,
                store,
                ledger,
                exchange,
                settler,
                counters,
                courtesy,
                progress,
                wallClockMs,
                monotonicMs,
                random);
        LaneWorker first = null;
        for (Lane lane : Lane.of(options.order())) {
            LaneWorker worker = new LaneWorker(lane, kit, first);
            first = worker;
            workers.add(worker);
        }
    }

    /** What speaks the upstream's protocol. */
    static Exchange exchange(UpstreamOptions options, SeriesFacts facts, LongSupplier wallClockMs) {
        if (options.wire() instanceof Wire.RemoteWrite) {
            return new RemoteWriteExchange(options, facts, wallClockMs);
        }
        if (options.wire() instanceof Wire.Otlp otlp) {
            return new OtlpExchange(options, otlp.naming(), facts, wallClockMs);
        }
        throw new IllegalArgumentException("no such protocol: wire=" + options.wire());
    }

    /** The upstream's options. */
    public UpstreamOptions options() {
        return options;
    }

    /**
     * One step: sends one request of each lane that is due, the more urgent lane first. Blocks while an answer is awaited,
     * up to the remote timeout for each wait.
     *
     * @return milliseconds until there is more to do; 0 for at once
     */
    public long doWork() {
        if (!begun) {
            // Once more: another forwarder of the same ledger may have gone on until now.
            counters.goOnFrom(DeliveryAccount.of(ledger.note()));
            begin();
            begun = true;
        }
        settler.payOff(monotonicMs.getAsLong());
        long waitMs = Long.MAX_VALUE;
        for (LaneWorker worker : workers) {
            waitMs = Math.min(waitMs, worker.step());
            if (waitMs == 0) {
                return 0; // round again, so that the more urgent lane is asked first
            }
        }
        return waitMs;
    }

    /**
     * A ledger that never dealt with anything belongs to a new upstream, which may not want what was before it. That it is
     * new is said once, with a note: a backfill since some days ago counts from that moment, also after a restart.
     */
    private void begin() {
        boolean isNew = ledger.intervals().entries().isEmpty() && ledger.note() == null;
        if (!isNew || options.backfill().kind() == Backfill.Kind.ALL) {
            return;
        }
        long nowMs = wallClockMs.getAsLong();
        long fromMs = options.backfill().fromMs(nowMs);
        long firstMs = fromMs - 1; // at least a millisecond, so that it is new no more although the note may be lost
        try (Snapshot snapshot = store.snapshot()) {
            TimeRange stored = snapshot.timeRange();
            firstMs = stored.isEmpty() ? firstMs : Math.min(firstMs, stored.fromInclusiveMs());
        }
        TimeRange before = new TimeRange(firstMs, fromMs);
        Ledger.Note note = new Ledger.Note(
                nowMs,
                fromMs < nowMs
                        ? "new: is given what is younger than " + Instant.ofEpochMilli(fromMs)
                        : "new: sends from here on",
                counters.account().numbers());
        Ledger.Claim claim = ledger.claim(before);
        settler.settle(claim, before, LedgerState.SKIPPED, 0, note);
        settler.close(claim);
    }

    /** How things are now. Any thread. Cost: see {@link SampleEstimate}. */
    public UpstreamStatus status() {
        try (Snapshot snapshot = store.snapshot()) {
            long nowMs = wallClockMs.getAsLong();
            UpstreamStatus status =
                    UpstreamStatus.of(options.name(), snapshot, ledger.intervals(), ledger.note(), nowMs);
            TimeRange lately = new TimeRange(nowMs - Progress.SPAN_MS, nowMs);
            double newPerSecond = SampleEstimate.of(snapshot, List.of(lately)).samples() * 1e3 / Progress.SPAN_MS;
            Outlook outlook = Progress.outlook(
                    status.pendingSamples().samples(),
                    progress.samplesPerSecond(monotonicMs.getAsLong()),
                    newPerSecond);
            return status.ofSender(counters.totals(), outlook.heldBy(courtesy.heldBy()));
        }
    }

    /** How fast it goes, and when it is done, by what is pending. Any thread; costs nothing. */
    public Outlook outlook(Backlog backlog) {
        double sentPerSecond = progress.samplesPerSecond(monotonicMs.getAsLong());
        return Progress.outlook(backlog.pendingSamples(), sentPerSecond, backlog.newPerSecond())
                .heldBy(courtesy.heldBy());
    }

    /** What was sent in the life of the ledger. Any thread; costs nothing. */
    public SendTotals totals() {
        return counters.totals();
    }

    /** Breaks off a request that is under way, so that the thread comes back soon. Any thread. */
    public void abort() {
        exchange.abort();
    }

    /** Lets go of what is under way, which stays pending. By the thread that steps, or after it has ended. */
    @Override
    public void close() {
        workers.forEach(LaneWorker::close);
        settler.payOff(Long.MAX_VALUE);
        settler.abandon();
    }
}
