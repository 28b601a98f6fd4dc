package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.Exchange;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.Fault;
import dev.holdfast.forwarder.testing.FaultyReceiver;
import dev.holdfast.forwarder.testing.FaultyReceiver.Kind;
import dev.holdfast.forwarder.testing.MemoryStore;
import dev.holdfast.forwarder.testing.ReceiverBook;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.testing.TestClock;
import dev.holdfast.forwarder.upstream.Limits;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.forwarder.upstream.Wire;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * One course of a forwarder against a {@link FaultyReceiver}, everything from a seed: what is sampled, how it is sent, what
 * goes wrong on the way. At the end the receiver is well, everything settles, and the books are compared.
 */
final class FaultCourse implements AutoCloseable {
    /** Past this nothing is waited for: an hour of Retry-After, and what was set aside tried again every ten minutes. */
    private static final long SETTLE_MS = 24 * 3_600_000L;

    private static final long STALE = 0x7ff0000000000002L;
    private static final long REMOTE_TIMEOUT_MS = 60;
    private static final long MINUTE = 60_000;

    /** The process dies in the middle of a step. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("a planned crash", null, false, false);
        }
    }

    private final Random random;
    private final Random faults;
    private final TestClock clock = new TestClock(Rig.START_MS);
    private final MemoryStore store = new MemoryStore();
    private final Map<Labels, Map<Long, Long>> truth = new ConcurrentHashMap<>();
    private final Order order;
    private final Kind kind;
    private final boolean otlp;
    private final long maxAgeMs;
    private final ReceiverBook book;
    private final FaultyReceiver receiver;
    private final UpstreamOptions options;
    private final UnaryOperator<Exchange> around;
    private final int series;
    private final long intervalMs;
    private final String character;
    private volatile int badness;
    private long nextTickMs = Rig.START_MS;
    private long newestNowMs = Rig.START_MS;
    private boolean sampling = true;
    private boolean crashes;
    private int restarts;
    private int crashIn = -1;
    private Forwarder forwarder;
    private String findings = "";

    /**
     * Prepares a course.
     *
     * @param around wraps what sends; a canary's bug, or nothing
     */
    FaultCourse(long seed, UnaryOperator<Exchange> around) throws IOException {
        this.around = around;
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        faults = new Random(random.nextLong());
        order = List.of(Order.values()).get(random.nextInt(3));
        int protocol = random.nextInt(4);
        otlp = protocol == 3;
        kind = switch (protocol) {
            case 0 -> random.nextBoolean() ? Kind.BOTH : Kind.OLD;
            case 1 -> Kind.BOTH;
            case 2 -> List.of(Kind.BOTH, Kind.OLD, Kind.OLD_AND_HONEST).get(random.nextInt(3));
            default -> random.nextBoolean() ? Kind.OTLP : Kind.OTLP_PARTIAL;
        };
        long windowMs = (10 + random.nextInt(350)) * MINUTE;
        maxAgeMs = order == Order.FREE && random.nextBoolean() ? 0 : windowMs;
        book = new ReceiverBook(
                ReceiverBook.Rule.valueOf(order.name()), windowMs, random.nextBoolean() ? 500 : 400, truth);
        boolean strict = order == Order.STRICT;
        receiver = new FaultyReceiver(kind, book, clock::wallMs, () -> next(strict));
        intervalMs = List.of(250L, 1_000L, 1_000L, 10_000L).get(random.nextInt(4));
        series = 1 + random.nextInt(intervalMs < 1_000 ? 3 : 10);
        UpstreamOptionsBuilder builder = UpstreamOptions.builder("central", receiver.url())
                .wire(
                        otlp
                                ? new Wire.Otlp(Wire.Naming.STORED)
                                : new Wire.RemoteWrite(
                                        List.of(Wire.Version.values()).get(protocol)))
                .order(order)
                .maxAgeMs(maxAgeMs)
                .remoteTimeoutMs(REMOTE_TIMEOUT_MS)
                .batchDeadlineMs(random.nextInt(6_000))
                .maxSamplesPerSend(3 + random.nextInt(random.nextBoolean() ? 20 : 400));
        if (random.nextInt(4) == 0) {
            builder.limits(new Limits(
                    random.nextBoolean() ? 0 : 2_000 + random.nextInt(20_000),
                    random.nextBoolean() ? 0 : 200 + random.nextInt(2_000),
                    0,
                    List.of()));
        }
        options = builder.build();
        character = order + " " + options.wire() + " of " + kind + ", " + series + " series every " + intervalMs
                + " ms, " + options.maxSamplesPerSend() + " a request, limits " + options.limits() + ", max age "
                + maxAgeMs / MINUTE + " min";
        forwarder = forwarder();
    }

    private Fault next(boolean strict) {
        synchronized (faults) {
            return faults.nextInt(100) < badness ? Fault.random(faults, !strict, !strict) : Fault.NONE;
        }
    }

    private Forwarder forwarder() {
        Exchange real = Forwarder.exchange(options, SeriesFacts.NONE, clock::wallMs);
        return new Forwarder(
                options,
                store,
                store.ledger("central"),
                crashing(around.apply(real)),
                clock::wallMs,
                clock::monotonicMs,
                random::nextDouble);
    }

    /** Dies before or after a request when it is told to. */
    private Exchange crashing(Exchange real) {
        return new Exchange() {
            @Override
            public boolean carries(long timestampMs, long valueBits) {
                return real.carries(timestampMs, valueBits);
            }

            @Override
            public int prepare(dev.holdfast.forwarder.batch.Piece piece) {
                return real.prepare(piece);
            }

            @Override
            public int bodyLength() {
                return real.bodyLength();
            }

            @Override
            public int leftOutCount() {
                return real.leftOutCount();
            }

            @Override
            public dev.holdfast.forwarder.exchange.SendResult send(int attempt) {
                crashIn--;
                if (crashIn == 0 && crashes) {
                    throw new Crash();
                }
                dev.holdfast.forwarder.exchange.SendResult result = real.send(attempt);
                if (crashIn == 0) {
                    throw new Crash();
                }
                return result;
            }

            @Override
            public void abort() {
                real.abort();
            }
        };
    }

    /** What its receiver takes. */
    Order order() {
        return order;
    }

    /** Goes through it, and fails when something is not as it should be. Returns what can be said of it. */
    String run() {
        int worst = random.nextInt(80);
        for (int round = 0; round < 12; round++) {
            badness = random.nextInt(4) == 0 ? 100 : random.nextInt(worst + 1);
            act(random.nextInt(20), round);
        }
        badness = 0;
        sampling = false;
        for (int i = 0; i < series; i++) {
            if (random.nextInt(3) > 0) {
                book.poison(Rig.series(i), 0);
            }
        }
        store.ledger("central").diskFull(false);
        settle();
        check();
        return findings;
    }

    private void act(int kindOfAct, int round) {
        switch (kindOfAct) {
            case 0, 1, 2, 3, 4, 5 -> run(random.nextInt(40_000));
            case 6, 7 -> collect(random.nextInt(180_000));
            case 8, 9, 10 -> restart(random.nextInt(8_000));
            case 11, 12 -> crashInARequest();
            case 13 -> late(round);
            case 14 -> step();
            case 15 -> {
                store.ledger("central").diskFull(true);
                run(random.nextInt(20_000));
                store.ledger("central").diskFull(false);
            }
            case 16 -> {
                book.poison(Rig.series(random.nextInt(series)), random.nextBoolean() ? 400 : 500);
                run(random.nextInt(60_000));
            }
            case 17 -> store.delete(Rig.series(random.nextInt(series)), new TimeRange(somewhere(), Long.MAX_VALUE));
            case 18 -> {
                if (random.nextInt(3) == 0) {
                    store.evictBefore(somewhere());
                }
            }
            default -> {
                collect(random.nextInt(25 * 60_000));
                run(random.nextInt(40_000));
            }
        }
    }

    private long somewhere() {
        return Rig.START_MS + (long) (random.nextDouble() * Math.max(1, clock.wallMs() - Rig.START_MS));
    }

    private void restart(long afterMs) {
        run(afterMs); // ends anywhere, also in the middle of an interval
        if (random.nextBoolean()) {
            forwarder.close();
        } else {
            store.crash();
        }
        restarts++;
        forwarder = forwarder();
    }

    private void crashInARequest() {
        crashIn = 1 + random.nextInt(12);
        crashes = random.nextBoolean();
        run(random.nextInt(40_000));
        crashIn = -1;
    }

    private void late(int round) {
        if (order == Order.STRICT) {
            return; // would be refused, which is another story
        }
        for (int i = random.nextInt(5); i >= 0; i--) {
            append(Rig.series(100 * round + 100 + i), somewhere(), random.nextInt(1_000));
        }
    }

    private void step() {
        boolean back = order != Order.STRICT && random.nextBoolean();
        book.time(clock.wallMs());
        clock.step(random.nextInt(90_000) * (back ? -1L : 1L));
        newestNowMs = Math.max(newestNowMs, clock.wallMs());
        nextTickMs = Math.floorDiv(clock.wallMs() + intervalMs, intervalMs) * intervalMs;
    }

    private void append(Labels labels, long at, int index) {
        // The first value of a sample is its only one.
        long bits = truth.computeIfAbsent(labels, key -> new ConcurrentHashMap<>())
                .computeIfAbsent(at, key -> Rig.bits(index, at));
        store.append(labels, at, bits);
    }

    private void advance(long ms) {
        long endMs = clock.wallMs() + ms;
        while (sampling && nextTickMs <= endMs) {
            clock.advance(Math.max(0, nextTickMs - clock.wallMs()));
            for (int i = 0; i < series; i++) {
                append(Rig.series(i), nextTickMs, i);
            }
            nextTickMs += intervalMs;
        }
        clock.advance(endMs - clock.wallMs());
        newestNowMs = Math.max(newestNowMs, clock.wallMs());
    }

    private void collect(long ms) {
        advance(ms);
    }

    private void run(long ms) {
        long endMs = clock.monotonicMs() + ms;
        while (clock.monotonicMs() < endMs) {
            long waitMs;
            try {
                waitMs = forwarder.doWork();
            } catch (Crash e) {
                store.crash();
                restarts++;
                forwarder = forwarder();
                waitMs = random.nextInt(3_000);
            }
            advance(Math.min(endMs - clock.monotonicMs(), waitMs));
        }
    }

    private void settle() {
        long endMs = clock.monotonicMs() + SETTLE_MS;
        run(2_000);
        for (int i = 0; !isSettled(); i++) {
            if (i % 2 == 0
                    && pending().stream().anyMatch(range -> range.fromInclusiveMs() < clock.wallMs() - 2 * MINUTE)) {
                append(
                        Rig.series(99),
                        clock.wallMs(),
                        99); // a host goes on, so that its live data tells of the upstream
            }
            if (clock.monotonicMs() >= endMs) {
                throw new AssertionError(
                        "does not settle: pending " + pending() + ", ledger " + store.ledgerIntervals("central"));
            }
            run(10_000);
        }
    }

    private List<TimeRange> pending() {
        try (Snapshot snapshot = store.snapshot()) {
            return Pending.of(snapshot.populated(), store.ledgerIntervals("central"));
        }
    }

    /** Whether something is parked that is still there: of what was evicted or deleted since nothing can come of it. */
    private boolean isParked() {
        IntervalLedger intervals = store.ledgerIntervals("central");
        try (Snapshot snapshot = store.snapshot()) {
            return Pending.joined(snapshot.populated()).stream()
                    .flatMap(stretch -> intervals.within(stretch).stream())
                    .anyMatch(entry -> entry.state() == LedgerState.PARKED);
        }
    }

    private boolean isSettled() {
        return pending().isEmpty() && (order == Order.STRICT || book.poisoned() > 0 || !isParked());
    }

    private void check() {
        if (!book.violations().isEmpty()) {
            throw new AssertionError(book.violations().size() + " violations: "
                    + book.violations().get(0));
        }
        long delivered = 0;
        long understated = 0;
        IntervalLedger intervals = store.ledgerIntervals("central");
        for (Map.Entry<Labels, java.util.SortedMap<Long, Long>> one :
                store.contents().entrySet()) {
            for (Map.Entry<Long, Long> sample : one.getValue().entrySet()) {
                long at = sample.getKey();
                boolean there = book.has(one.getKey(), at, sample.getValue());
                IntervalLedger.Entry entry = intervals.within(new TimeRange(at, at + 1)).stream()
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("not dealt with: " + one.getKey() + " at " + at));
                if (!there && !mayBeMissing(one.getKey(), at, sample.getValue(), entry.state())) {
                    throw new AssertionError("lost: " + one.getKey() + " at " + at + " (" + (at - Rig.START_MS)
                            + "), the ledger says " + entry + " of " + intervals);
                }
                delivered += there && entry.state() == LedgerState.DELIVERED ? 1 : 0;
                understated += there && entry.state() == LedgerState.REFUSED ? 1 : 0;
            }
        }
        SendTotals totals = forwarder.totals();
        if (totals.samplesSent() > book.acknowledged()) {
            throw new AssertionError("counts " + totals + " but only " + book.acknowledged() + " were acknowledged");
        }
        if (restarts == 0 && totals.samplesSent() + totals.samplesAlreadyThere() < delivered) {
            throw new AssertionError("counts " + totals + " but " + delivered + " are delivered");
        }
        findings = order + " " + options.wire() + " " + delivered + " delivered, " + understated
                + " there and called refused";
        leaks();
    }

    private boolean mayBeMissing(Labels labels, long at, long bits, LedgerState state) {
        boolean notCarried = otlp && Double.isNaN(Double.longBitsToDouble(bits)) && bits != STALE;
        boolean old = maxAgeMs > 0 && newestNowMs - at >= maxAgeMs - Math.max(MINUTE, maxAgeMs / 20);
        return switch (state) {
            case DELIVERED -> notCarried;
            case REFUSED -> book.wasRefused(labels, at) || notCarried;
            case PARKED ->
                order == Order.STRICT || book.poisoned() > 0; // else it was tried again until it went through
            case SKIPPED -> old;
            default -> false;
        };
    }

    private void leaks() {
        forwarder.close();
        long claims = store.ledger("central").openClaims();
        if (claims > 0 || store.openSnapshots() > 0) {
            throw new AssertionError(claims + " claims and " + store.openSnapshots() + " snapshots are left open");
        }
        for (int i = 0; receiver.openConnections().size() > 1 && i < 200; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        if (receiver.openConnections().size() > 1) {
            throw new AssertionError("connections are left open: " + receiver.openConnections());
        }
    }

    /** What it is. */
    @Override
    public String toString() {
        return character + ", " + receiver.requests() + " requests, " + restarts + " restarts";
    }

    @Override
    public void close() throws IOException {
        forwarder.close();
        receiver.close();
        store.close();
    }
}
