package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.manifest.Manifest;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.testing.Campaign;
import dev.holdfast.storage.testing.RangeModel;
import dev.holdfast.storage.testing.SampleHistory;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import dev.holdfast.storage.testing.Values;
import dev.holdfast.storage.tombstone.Tombstone;
import dev.holdfast.storage.tombstone.Tombstones;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random operations on a store, held against maps. */
class StoreModelTest {
    private static final long T0 = 1_795_327_200_000L;

    @Test
    void aStoreSaysWhatAMapWould() {
        Map<Long, Integer> upward = new TreeMap<>();
        Campaign.run("StoreModelTest#aStoreSaysWhatAMapWould", 1, 15, seed -> {
            Run run = new Run(seed, 0);
            long compared = run.run(400);
            run.mergedUpward
                    .values()
                    .forEach(length -> upward.merge(length / run.options.partitionMs(), 1, Integer::sum));
            return compared;
        });
        System.out.println("  runs merged upward, by partitions in their window: " + upward);
        if (Long.getLong("seed") == null) {
            assertTrue(upward.getOrDefault(12L, 0) > 10 && upward.getOrDefault(84L, 0) > 10, upward.toString());
        }
    }

    /** One such sample in the log would keep the store from ever being opened again. */
    @Test
    void aTimeBeyondAllBoundsIsRefused() throws IOException {
        try (Store store = Store.open(new SimulatedDirectory(), StoreOptions.defaults());
                BulkLoader loader = store.bulkLoader(false)) {
            for (long time : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, SampleBatch.MAX_TIMESTAMP_MS + 1}) {
                assertThrows(IllegalArgumentException.class, () -> new SampleBatch(1).reset(time));
                assertThrows(IllegalArgumentException.class, () -> loader.add(Labels.of("__name__", "a"), time, 0));
            }
        }
    }

    /** The canary: a store behind which one sample of a partition's last millisecond goes astray must be found out. */
    @Test
    void anOffByOneAtAPartitionEdgeIsFound() {
        assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= 20; seed++) {
                new Run(seed, 1).run(400);
            }
        });
    }

    /** The canary of merging upward: the last millisecond of a window of twelve partitions. */
    @Test
    void anOffByOneAtTheEdgeOfAMergedWindowIsFound() {
        assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= 20; seed++) {
                Run run = new Run(seed, 1);
                run.edgePartitions = 12;
                run.run(400);
            }
        });
    }

    /** The canary: a tombstone that is not applied to one input of a merge must be found out. */
    @Test
    void aMergeThatForgetsATombstoneIsFound() {
        AssertionError found = assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= 20; seed++) {
                Run run = new Run(seed, 0);
                run.forgetHits = true;
                run.run(400);
            }
        });
        assertTrue(String.valueOf(found.getMessage()).contains("invented"), found.getMessage());
    }

    /** One random history. */
    private static final class Run {
        private final Random random;
        private final long edgeBugMs;
        private final SampleHistory history = new SampleHistory();
        private final List<Labels> series = new ArrayList<>();
        private final Map<Labels, Long> lastBits = new HashMap<>();
        private final Map<Snapshot, SortedMap<Labels, SortedMap<Long, Long>>> held = new HashMap<>();
        private final Map<String, RangeModel> ledgers = new TreeMap<>();
        private final Map<String, Ledger.Note> notes = new HashMap<>();
        private final List<OpenClaim> claims = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private final SampleBatch batch = new SampleBatch(4);
        private final StoreOptions options;
        private SimulatedDirectory directory = new SimulatedDirectory();
        private Store store;
        private long nowMs = T0;
        private long samples;
        private long compared;
        private int edgePartitions = 1;
        private final Map<Long, Long> mergedUpward = new HashMap<>(); // length of its window by id
        private long deletes;
        private boolean forgetHits;

        /** A claim and what came late to it. */
        private record OpenClaim(String ledger, Ledger.Claim claim, List<TimeRange> late) {}

        private interface Append {
            Store.Appended call() throws IOException;
        }

        Run(long seed, long edgeBugMs) throws IOException {
            this.random = new Random(seed);
            this.edgeBugMs = edgeBugMs;
            long[] partitions = {10_000, 60_000, 600_000, 7_200_000};
            this.options = StoreOptions.defaults()
                    .withRetentionMs(0)
                    .withMaxBytes(0)
                    .withPartitionMs(partitions[random.nextInt(partitions.length)])
                    .withMemtableBytes(1 << (12 + random.nextInt(6)))
                    .withSyncIntervalMs(random.nextInt(4) == 0 ? 0 : 5_000)
                    .withClock(() -> nowMs);
            for (int i = 0; i < 3 + random.nextInt(12); i++) {
                series.add(Labels.of("__name__", "m" + i % 4, "i", Integer.toString(i)));
            }
            store = Store.open(directory, options);
        }

        long run(int operations) throws IOException {
            for (int i = 0; i < operations && samples < 16_000; i++) {
                step();
                for (RunInfo info : store.state().version().infos()) {
                    if (info.partition().lengthMs() > options.partitionMs()) {
                        mergedUpward.put(info.id(), info.partition().lengthMs());
                    }
                }
            }
            compareAll();
            store.close();
            StoreChecker.Report report = new StoreChecker(directory).check();
            assertEquals(List.of(), report.findings());
            assertTrue(deletes > 0 || samples >= 12_000, "nothing was deleted");
            return compared;
        }

        private void step() throws IOException {
            switch (random.nextInt(26)) {
                case 0, 1, 2, 3, 4, 5 -> ticks();
                case 6 -> burst();
                case 7, 8 -> tick(recent(), 1 + random.nextInt(series.size()));
                case 9 -> tick(edge(), 1);
                case 10 -> tick(farAway(), 1);
                case 11, 12, 13 -> maintain();
                case 14 -> store.compactFully();
                case 15 -> reopen();
                case 16 -> hold();
                case 17 -> bulkLoad();
                case 18, 19 -> beginClaim();
                case 20, 21 -> settle();
                case 22 -> changeLedger();
                case 23, 24 -> delete();
                default -> {
                    if (random.nextInt(4) == 0) {
                        compareAll();
                    } else {
                        query();
                    }
                }
            }
        }

        private void ticks() throws IOException {
            int count = 1 + random.nextInt(40);
            long step = 1L + random.nextInt(2_000);
            int layout = 1 + random.nextInt(series.size());
            List<SampleBatch> together = random.nextBoolean() ? new ArrayList<>() : null;
            for (int i = 0; i < count; i++) {
                nowMs += step;
                if (together == null) {
                    tick(nowMs, layout);
                } else {
                    SampleBatch tick = new SampleBatch(layout);
                    fill(tick, random.nextInt(20) == 0 ? recent() : nowMs, random.nextInt(9) == 0 ? 0 : layout);
                    together.add(tick);
                }
            }
            if (together != null) {
                append(() -> store.append(together));
                together.forEach(this::appended);
            }
        }

        /** More samples of one series than a chunk may have, within a second. */
        private void burst() throws IOException {
            if (random.nextInt(6) == 0) {
                for (int i = 0; i < 9000; i++) {
                    nowMs += i % 5 == 0 ? 1 : 0;
                    tick(nowMs, 1);
                }
            }
        }

        /** A time in the last minutes: every other one was appended before. */
        private long recent() {
            return times.isEmpty() || random.nextBoolean()
                    ? nowMs - random.nextInt(200_000)
                    : times.get(random.nextInt(times.size()));
        }

        /** Just before, at or after the border of a window that runs are merged in. */
        private long edge() {
            long partition = options.partitionMs() * (random.nextBoolean() ? 1 : random.nextBoolean() ? 12 : 84);
            return Math.floorDiv(nowMs, partition) * partition - random.nextInt(3) * partition + random.nextInt(3) - 1;
        }

        private long farAway() {
            return switch (random.nextInt(7)) {
                case 5 -> SampleBatch.MAX_TIMESTAMP_MS - random.nextInt(2_000);
                case 6 -> -SampleBatch.MAX_TIMESTAMP_MS + random.nextInt(2_000);
                case 0 -> -random.nextInt(100_000);
                case 1 -> random.nextInt(100_000);
                case 2 -> -2_208_988_800_000L + random.nextInt(1_000_000);
                case 3 -> 4_102_444_800_000L + random.nextInt(1_000_000);
                default -> nowMs - (long) (random.nextDouble() * 40 * 365 * 86_400_000.0);
            };
        }

        private void tick(long timestampMs, int size) throws IOException {
            fill(batch, timestampMs, size);
            append(() -> store.append(batch));
            appended(batch);
        }

        private void fill(SampleBatch tick, long timestampMs, int size) {
            history.next();
            times.add(timestampMs);
            tick.reset(timestampMs);
            int first = size == series.size() ? 0 : random.nextInt(8) == 0 ? random.nextInt(series.size()) : 0;
            for (int i = 0; i < size; i++) {
                Labels labels = series.get((first + i) % series.size());
                long bits = Values.next(random, lastBits.getOrDefault(labels, 0L));
                lastBits.put(labels, bits);
                history.add(labels, timestampMs, bits);
                boolean lost = edgeBugMs > 0
                        && Math.floorMod(timestampMs, edgePartitions * options.partitionMs())
                                >= edgePartitions * options.partitionMs() - edgeBugMs;
                if (!lost) {
                    tick.addBits(store.series(labels), bits);
                }
            }
        }

        /** What the ledgers must make of a tick. */
        private void appended(SampleBatch tick) {
            samples += tick.size();
            if (tick.size() == 0) {
                return;
            }
            TimeRange moment = new TimeRange(tick.timestampMs(), tick.timestampMs() + 1);
            ledgers.values().forEach(ledger -> ledger.set(moment, ""));
            for (OpenClaim claim : claims) {
                if (claim.claim.range().contains(tick.timestampMs())) {
                    claim.late.add(moment);
                }
            }
        }

        private void append(Append append) throws IOException {
            Store.Appended result = append.call();
            for (int i = 0; i < 100 && result == Store.Appended.REFUSED; i++) {
                store.maintain(); // memory is full: the daemon would be writing it out meanwhile
                result = append.call();
            }
            assertEquals(Store.Appended.LOGGED, result);
        }

        private void maintain() {
            nowMs += random.nextInt(10) == 0 ? random.nextInt(300_000) : 0;
            for (int i = random.nextInt(6); i >= 0; i--) {
                store.maintain();
            }
            assertEquals("", store.stats().degraded());
        }

        private void reopen() throws IOException {
            for (OpenClaim claim : claims) {
                claim.claim.close();
            }
            claims.clear();
            if (random.nextBoolean()) {
                store.close();
            } else {
                dropHeld();
                directory = directory.afterKill();
            }
            if (forgetHits) {
                forgetHit();
            }
            store = Store.open(directory, options);
            if (forgetHits) {
                store.compactFully(); // merges that one of its inputs brings deleted samples into
            }
            compareAll();
        }

        private void dropHeld() {
            held.keySet().forEach(Snapshot::close);
            held.clear();
        }

        /** Takes a snapshot that stays open over what comes, or looks at one that did. */
        private void hold() {
            if (held.size() < 3) {
                held.put(store.snapshot(), history.newest());
            } else {
                Snapshot snapshot = held.keySet().iterator().next();
                compare(held.remove(snapshot), StoreContents.of(snapshot), "held snapshot");
                assertEquals(List.of(), snapshot.damages());
                snapshot.close();
            }
        }

        private void bulkLoad() throws IOException {
            boolean forward = random.nextBoolean();
            List<TimeRange> moments = new ArrayList<>();
            try (BulkLoader loader = store.bulkLoader(forward, 20)) {
                long added = 0;
                history.next();
                for (int run = random.nextInt(4); run >= 0; run--) {
                    Labels labels = series.get(random.nextInt(series.size()));
                    long time = random.nextInt(3) > 0 ? recent() : farAway();
                    for (int i = random.nextInt(30); i >= 0; i--) {
                        long bits = Values.next(random, 0);
                        time = random.nextInt(3) == 0 ? recent() : time + random.nextInt(5_000) - 500;
                        time = Math.max(-SampleBatch.MAX_TIMESTAMP_MS, Math.min(SampleBatch.MAX_TIMESTAMP_MS, time));
                        loader.add(labels, time, bits);
                        history.add(labels, time, bits);
                        moments.add(new TimeRange(time, time + 1));
                        added++;
                    }
                    if (random.nextInt(4) == 0) {
                        store.compactFully();
                    }
                }
                assertEquals(added, loader.finish());
            }
            for (String name : List.copyOf(ledgers.keySet())) {
                IntervalLedger told = store.ledgerIntervals(name);
                for (TimeRange moment : moments) {
                    assertTrue(!forward || !told.touches(moment), "loaded to be sent, but not pending: " + moment);
                }
                ledgers.put(name, RangeModel.of(told)); // how wide the skipped ranges are is the store's business
            }
            for (OpenClaim claim : claims) {
                if (forward) {
                    claim.late.addAll(moments);
                    claim.late.add(claim.claim.range()); // at least the moments; the store may say more
                }
            }
        }

        /** One series, or those of a metric, or all; a short range, or a long one, or all of time. */
        private void delete() throws IOException {
            Labels one = series.get(random.nextInt(series.size()));
            List<SeriesMatcher> matchers = switch (random.nextInt(8)) {
                case 0 -> List.of();
                case 1, 2 -> List.of(SeriesMatcher.of("__name__", one.get("__name__")::equals, "name"));
                default -> List.of(SeriesMatcher.equal("i", one.get("i")));
            };
            TimeRange range = switch (random.nextInt(8)) {
                case 0 -> TimeRange.ALL;
                case 1 -> {
                    long from = edge();
                    yield new TimeRange(from, from + 4 * options.partitionMs());
                }
                default -> someRange();
            };
            if (range.isEmpty()) {
                return;
            }
            Set<Labels> hit = new HashSet<>();
            for (Labels labels : series) {
                if (matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.name())))) {
                    hit.add(labels);
                }
            }
            history.beginDelete(hit, range);
            store.delete(matchers, range);
            history.endDelete(true);
            deletes++;
        }

        /** The planted bug: a tombstone forgets one of the runs that it hits. */
        private void forgetHit() throws IOException {
            ManifestStore.Loaded loaded = ManifestStore.load(directory);
            Manifest manifest = loaded.manifest();
            List<Tombstone> tombstones = new ArrayList<>(manifest.tombstones().all());
            for (int i = 0; i < tombstones.size(); i++) {
                Tombstone whole = tombstones.get(i);
                SortedMap<Long, Long> hits = new TreeMap<>(whole.hits());
                hits.remove(hits.firstKey());
                tombstones.set(
                        i, new Tombstone(whole.range(), whole.beforeRunId(), whole.createdMs(), whole.series(), hits));
            }
            Manifest wrong = new Manifest(
                    manifest.generation() + 1,
                    manifest.nextRunId(),
                    manifest.firstSegment(),
                    manifest.totals(),
                    manifest.runs(),
                    manifest.ledgers(),
                    Tombstones.of(tombstones));
            ManifestStore.prepare(directory, wrong);
            ManifestStore.publish(directory, wrong);
        }

        private void beginClaim() throws IOException {
            if (claims.size() < 3) {
                String name = "up" + random.nextInt(2);
                Ledger ledger = store.ledger(name);
                ledgers.computeIfAbsent(name, n -> new RangeModel());
                TimeRange range = someRange();
                claims.add(new OpenClaim(name, ledger.claim(range), new ArrayList<>()));
            }
        }

        private TimeRange someRange() {
            long from = nowMs - random.nextInt(400_000);
            return new TimeRange(from, from + random.nextInt(200_000));
        }

        private void settle() throws IOException {
            if (claims.isEmpty()) {
                return;
            }
            OpenClaim open = claims.remove(random.nextInt(claims.size()));
            TimeRange range = open.claim.range();
            long middle = range.fromInclusiveMs() + (long) (random.nextDouble() * range.lengthMs());
            TimeRange part =
                    new TimeRange(range.fromInclusiveMs(), random.nextBoolean() ? middle : range.toExclusiveMs());
            LedgerState state = LedgerState.ofCode(1 + random.nextInt(3));
            int detail = random.nextInt(600) - 10;
            Ledger.Note note = random.nextBoolean() ? note("answer " + detail) : null;
            if (note != null) {
                notes.put(open.ledger, note);
            }
            open.claim.settle(part, state, detail, note);
            open.claim.close();
            RangeModel model = ledgers.get(open.ledger);
            if (open.late.contains(range)) {
                ledgers.put(open.ledger, RangeModel.of(store.ledgerIntervals(open.ledger)));
                return;
            }
            Map<TimeRange, String> before = new HashMap<>();
            open.late.forEach(late -> before.put(late, model.at(late.fromInclusiveMs())));
            model.set(part, state + " " + detail);
            before.forEach(model::set);
        }

        /** A note with numbers of every size, or without any. */
        private Ledger.Note note(String text) {
            int count = random.nextBoolean() ? 0 : random.nextInt(Ledger.Note.NUMBERS_MAX + 1);
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                numbers.add(random.nextLong() >> random.nextInt(64));
            }
            return new Ledger.Note(nowMs, text, numbers);
        }

        private void changeLedger() throws IOException {
            String name = "up" + random.nextInt(2);
            Ledger ledger = store.ledger(name);
            RangeModel model = ledgers.computeIfAbsent(name, n -> new RangeModel());
            if (random.nextBoolean()) {
                TimeRange range = someRange();
                ledger.reopen(range);
                model.set(range, "");
                for (OpenClaim claim : claims) {
                    if (claim.ledger.equals(name) && claim.claim.range().overlaps(range)) {
                        claim.late.add(claim.claim.range());
                    }
                }
            } else {
                Ledger.Note note = note("note \u00e9 " + random.nextInt());
                ledger.note(note);
                notes.put(name, note);
            }
        }

        /** One series in a random range, with jumps, by matchers. */
        private void query() {
            Labels wanted = series.get(random.nextInt(series.size()));
            TimeRange range = random.nextInt(4) == 0 ? TimeRange.ALL : someRange();
            List<SeriesMatcher> matchers = List.of(
                    SeriesMatcher.equal("i", wanted.get("i")),
                    SeriesMatcher.of("__name__", wanted.get("__name__")::equals, "name"));
            TreeMap<Long, Long> expected = new TreeMap<>(history.newest()
                    .getOrDefault(wanted, new TreeMap<>())
                    .subMap(range.fromInclusiveMs(), range.toExclusiveMs()));
            try (Snapshot snapshot = store.snapshot()) {
                List<Series> found = snapshot.select(matchers, range);
                assertTrue(found.size() <= 1, "selected " + found.size());
                if (found.isEmpty()) {
                    assertEquals(new TreeMap<>(), expected);
                    return;
                }
                SampleCursor cursor = found.get(0).samples(range.fromInclusiveMs(), range.toExclusiveMs());
                boolean has = true;
                while (has) {
                    long to = Math.max(cursor.timestampMs(), range.fromInclusiveMs()) + random.nextInt(30_000);
                    if (random.nextInt(3) == 0 && to > cursor.timestampMs()) {
                        has = cursor.seek(to);
                        expected.headMap(to).clear();
                    } else {
                        has = cursor.next();
                    }
                    Map.Entry<Long, Long> next = expected.pollFirstEntry();
                    assertEquals(next != null, has);
                    if (next != null) {
                        assertEquals(next.getKey(), cursor.timestampMs());
                        assertEquals(next.getValue(), cursor.valueBits());
                    }
                }
                compared++;
            }
        }

        private void compareAll() throws IOException {
            SortedMap<Labels, SortedMap<Long, Long>> expected = history.newest();
            compare(expected, StoreContents.of(store), "store");
            assertEquals(List.of(), store.stats().damages());
            compareLedgers(store);
            try (StoreReader reader = StoreReader.open(directory)) {
                compare(expected, StoreContents.of(reader), "reader of the live directory");
                assertEquals(List.of(), reader.stats().damages());
                compareLedgers(reader);
            }
        }

        private void compareLedgers(StoreView view) {
            assertEquals(List.copyOf(ledgers.keySet()), view.ledgerNames());
            ledgers.forEach((name, model) -> {
                assertEquals(
                        model.toString(),
                        RangeModel.of(view.ledgerIntervals(name)).toString());
                assertEquals(notes.get(name), view.ledgerNote(name));
            });
        }

        private void compare(
                SortedMap<Labels, SortedMap<Long, Long>> expected,
                SortedMap<Labels, SortedMap<Long, Long>> actual,
                String where) {
            assertEquals("", StoreContents.difference(expected, actual), where);
            compared++;
        }
    }
}
