package dev.holdfast.forwarder.testing;

import dev.holdfast.forwarder.Forwarder;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A store that samples, a receiver, and a forwarder between them, all moved by hand on one clock. */
public final class Rig implements AutoCloseable {
    /** When it begins: on the grid of partitions, so that bands are easy to count. */
    public static final long START_MS = 1_700_006_400_000L;

    /** Time. */
    public final TestClock clock = new TestClock(START_MS);

    /** Where samples are. */
    public final TestStore store;

    /** Where they go. */
    public final Receiver receiver;

    private final Random random = new Random(42);
    private SeriesFacts facts = SeriesFacts.NONE;
    private Forwarder forwarder;
    private List<Labels> sampled = List.of();
    private int seriesCount;
    private long intervalMs = 1_000;
    private long nextTickMs = START_MS;

    /** A rig with a store in memory, for an upstream with the defaults. */
    public Rig() throws IOException {
        this(clock -> new MemoryStore());
    }

    /** A rig with a store of some kind. */
    public Rig(Function<TestClock, TestStore> kind) throws IOException {
        store = kind.apply(clock);
        receiver = new Receiver();
        forwarder = forwarder(options().build());
    }

    /** Options that lead to the receiver. */
    public UpstreamOptionsBuilder options() {
        return UpstreamOptions.builder("central", receiver.url()).remoteTimeoutMs(2_000);
    }

    /** What is known of the series, for forwarders that are made from now on. */
    public Rig facts(SeriesFacts value) {
        facts = value;
        return this;
    }

    /** Ends the forwarder as a crash would, and goes on with a new one. */
    public Rig restart(UpstreamOptionsBuilder options) {
        forwarder = forwarder(options.build());
        return this;
    }

    private Forwarder forwarder(UpstreamOptions options) {
        return new Forwarder(
                options,
                store.view(),
                store.ledger(options.name()),
                facts,
                clock::wallMs,
                clock::monotonicMs,
                random::nextDouble);
    }

    /** The forwarder now. */
    public Forwarder forwarder() {
        return forwarder;
    }

    /** The upstream's ledger. */
    public Ledger ledger() {
        return store.ledger("central");
    }

    /** The same of a store in memory. */
    public MemoryLedger memoryLedger() {
        return (MemoryLedger) ledger();
    }

    /** From now on, some series are sampled every so often. */
    public Rig sampling(int count, long everyMs) {
        seriesCount = count;
        sampled = IntStream.range(0, count).mapToObj(Rig::series).toList();
        intervalMs = everyMs;
        nextTickMs = Math.floorDiv(clock.wallMs() + everyMs - 1, everyMs) * everyMs;
        return this;
    }

    /** The labels of a sampled series. */
    public static Labels series(int index) {
        return Labels.of("__name__", "test_metric", "instance", "host-1", "job", "node", "n", Integer.toString(index));
    }

    /** Checks that what arrived is what is in the store; names the first difference. */
    public void assertArrived(Map<Labels, SortedMap<Long, Long>> arrived, String hint) {
        Map<Labels, SortedMap<Long, Long>> stored = store.contents();
        stored.forEach((labels, samples) -> {
            SortedMap<Long, Long> there = arrived.getOrDefault(labels, new TreeMap<>());
            TreeMap<Long, Long> missing = new TreeMap<>(samples);
            missing.entrySet().removeAll(there.entrySet());
            TreeMap<Long, Long> extra = new TreeMap<>(there);
            extra.entrySet().removeAll(samples.entrySet());
            if (!missing.isEmpty() || !extra.isEmpty()) {
                throw new AssertionError(hint + " " + labels + ": " + missing.size() + " missing of " + samples.size()
                        + ", first " + (missing.isEmpty() ? "-" : missing.firstKey() - START_MS) + ", " + extra.size()
                        + " too many; ledger " + ledger().intervals() + ", start " + START_MS);
            }
        });
        if (stored.size() != arrived.size()) {
            throw new AssertionError(hint + ": " + stored.size() + " series stored, " + arrived.size() + " arrived");
        }
    }

    /** The samples of a sampled series, none when it is not there. */
    public static SortedMap<Long, Long> samples(Map<Labels, SortedMap<Long, Long>> contents, int index) {
        return contents.getOrDefault(series(index), new TreeMap<>());
    }

    /** The bits of the sample of a series at a time: all kinds of floats, the same whenever it is asked. */
    public static long bits(int index, long timestampMs) {
        return switch ((int) Math.floorMod(timestampMs / 1_000 + index, 17L)) {
            case 3 -> 0x7ff0000000000002L; // the stale marker
            case 5 -> Double.doubleToRawLongBits(Double.NaN);
            case 7 -> Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
            case 11 -> Double.doubleToRawLongBits(-0.0);
            default -> Double.doubleToRawLongBits(index * 1e6 + timestampMs / 1e3);
        };
    }

    /** Lets time pass without the forwarder, as while the agent's network role is not there. */
    public Rig collect(long ms) {
        long endMs = clock.wallMs() + ms;
        while (clock.wallMs() < endMs) {
            advance(Math.min(endMs - clock.wallMs(), Math.max(1, nextTickMs - clock.wallMs())));
        }
        return this;
    }

    /** Lets time pass with the forwarder stepped whenever it is due. */
    public Rig run(long ms) {
        long endMs = clock.wallMs() + ms;
        while (clock.wallMs() < endMs) {
            long waitMs = forwarder.doWork();
            advance(Math.min(endMs - clock.wallMs(), waitMs));
        }
        return this;
    }

    /** One step of the forwarder, and the time that it asks for. */
    public long step() {
        long waitMs = forwarder.doWork();
        advance(waitMs);
        return waitMs;
    }

    private void advance(long ms) {
        long endMs = clock.wallMs() + ms;
        while (seriesCount > 0 && nextTickMs <= endMs) {
            clock.advance(nextTickMs - clock.wallMs());
            tick(nextTickMs);
            nextTickMs += intervalMs;
        }
        clock.advance(endMs - clock.wallMs());
    }

    private void tick(long timestampMs) {
        long[] bits = new long[seriesCount];
        for (int i = 0; i < seriesCount; i++) {
            bits[i] = bits(i, timestampMs);
        }
        store.append(timestampMs, sampled, bits);
    }

    @Override
    public void close() {
        forwarder.close();
        receiver.close();
        store.close();
    }
}
