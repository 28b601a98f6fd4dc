package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.repair.StoreRepair;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.testing.Campaign;
import dev.holdfast.storage.testing.SampleHistory;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Wrong bytes, missing bytes, missing files: what is lost is named with its file, all else answers, no value is ever
 * wrong, and no other exception comes.
 */
class DamageTest {
    private static final long T0 = Workload.T0;

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private final SampleHistory history = new SampleHistory();
    private long durable;

    private static StoreOptions options() {
        return Workload.smallOptions().withPartitionMs(5_000).withClock(() -> T0 + 250_000);
    }

    /** Two sstables that were merged upward to windows of a minute, a log with synced and other records, two manifests, a ledger. */
    @BeforeEach
    void makeStore() throws IOException {
        Store store = Store.open(directory, options());
        Ledger ledger = store.ledger("central");
        append(store, 0, 90);
        try (Ledger.Claim claim = ledger.claim(new TimeRange(T0, T0 + 30_000))) {
            history.send(StoreContents.of(store), claim.range());
            claim.settle(claim.range(), LedgerState.DELIVERED, 204, new Ledger.Note(T0, "ok"));
        }
        store.compactFully();
        List<RunInfo> runs = store.state().version().infos();
        assertEquals(2, runs.size());
        runs.forEach(run -> assertEquals(60_000, run.partition().lengthMs()));
        append(store, 90, 130);
        store.sync();
        durable = history.last();
        append(store, 130, 140);
        // Never closed: as a killed process leaves it.
    }

    private void append(Store store, int from, int to) throws IOException {
        SampleBatch batch = new SampleBatch(3);
        for (int tick = from; tick < to; tick++) {
            history.next();
            batch.reset(T0 + tick * 1_000L);
            for (int i = 0; i < 3; i++) {
                long bits = Double.doubleToRawLongBits(i == 0 ? tick : i == 1 ? Math.sin(tick) : 7);
                history.add(Workload.series(i), batch.timestampMs(), bits);
                batch.addBits(store.series(Workload.series(i)), bits);
            }
            assertEquals(Store.Appended.LOGGED, store.append(batch));
        }
    }

    private List<String> files() throws IOException {
        return directory.list();
    }

    private String newestManifest() throws IOException {
        return files().stream().filter(f -> f.startsWith("manifest-")).toList().get(1);
    }

    /** Opens what is left by both doors and judges it. */
    private String judge(SimulatedDirectory left, String file, boolean mayBeUnseen) throws IOException {
        SimulatedDirectory second = left.afterKill();
        try (StoreReader reader = StoreReader.open(left.afterKill())) {
            judge(reader, file, mayBeUnseen);
        }
        Store store = Store.open(left, options());
        String outcome = judge(store, file, mayBeUnseen);
        // Merging passes over damage, keeps the file aside, and loses nothing more.
        SortedMap<Labels, SortedMap<Long, Long>> before = StoreContents.of(store);
        store.compactFully();
        assertEquals("", StoreContents.difference(before, StoreContents.of(store)));
        assertTrue(second.list().size() >= 1);
        return outcome;
    }

    private String judge(StoreView store, String file, boolean mayBeUnseen) {
        SortedMap<Labels, SortedMap<Long, Long>> found = StoreContents.of(store);
        assertEquals("", history.judge(found, 0)); // nothing wrong, nothing invented
        assertEquals("", history.judgeLedger(found, store.ledgerIntervals("central")));
        List<Damage> damages = store.stats().damages();
        boolean whole = history.judge(found, durable).isEmpty()
                && store.ledgerNames().contains("central")
                && store.ledgerNote("central") != null;
        if (damages.isEmpty()) {
            assertTrue(whole || mayBeUnseen, "lost without a word: " + history.judge(found, durable));
            return whole ? "harmless" : "unseen";
        }
        assertTrue(
                damages.stream().anyMatch(damage -> damage.file().equals(file)),
                "the damage is in " + file + ", but named is " + damages);
        return "named";
    }

    @Test
    void everyByteOfEveryFileFlipped() {
        Campaign.run("DamageTest#everyByteOfEveryFileFlipped", 1, 1, seed -> {
            Random random = new Random(seed);
            int stride = Campaign.campaignMinutes() > 0 ? 1 : 3;
            long states = 0;
            Map<String, Long> named = new TreeMap<>();
            for (String file : files()) {
                int size = directory.content(file).length;
                boolean log = file.startsWith("wal-");
                for (int offset = random.nextInt(stride); offset < size; offset += step(log, offset, stride)) {
                    SimulatedDirectory left = directory.afterKill();
                    left.flip(file, offset, 1 << random.nextInt(8));
                    try {
                        named.merge(file, judge(left, file, false).equals("named") ? 1L : 0L, Long::sum);
                    } catch (AssertionError | Exception e) {
                        throw new AssertionError(file + " byte " + offset + ": " + e, e);
                    }
                    states++;
                }
            }
            System.out.println("  flips that were named, by file: " + named);
            for (String file : files()) {
                if (file.endsWith(".sst") || file.equals(newestManifest())) {
                    assertTrue(named.get(file) > 0, file);
                }
            }
            return states;
        });
    }

    /** The room at the end of a segment is all the same. */
    private static int step(boolean log, int offset, int stride) {
        return log && offset > 4_000 ? 1_777 : stride;
    }

    @Test
    void everyFileCutShort() throws IOException {
        for (String file : files()) {
            int size = directory.content(file).length;
            boolean log = file.startsWith("wal-");
            for (int length = 0; length < size; length += log && length > 4_000 ? 5_555 : 7) {
                SimulatedDirectory left = directory.afterKill();
                left.truncate(file, length);
                try {
                    // Where the newest segment ends, nobody can tell a cut from a crash.
                    judge(left, file, log);
                } catch (AssertionError e) {
                    throw new AssertionError(file + " cut to " + length + ": " + e.getMessage(), e);
                }
            }
        }
    }

    @Test
    void aSegmentCutShortIsNamedWhenThereIsALaterOne() throws IOException {
        Workload workload = new Workload(
                new SimulatedDirectory(),
                1,
                options().withMemtableBytes(1 << 17).withPartitionMs(3_600_000),
                40);
        SimulatedDirectory wide = (SimulatedDirectory) workload.directory();
        for (int i = 0; i < 350; i++) {
            workload.tick();
        }
        List<String> segments =
                wide.list().stream().filter(f -> f.startsWith("wal-0")).toList();
        assertTrue(segments.size() > 1, segments.toString());
        byte[] log = wide.content(segments.get(0));
        int end = log.length;
        while (log[end - 1] == 0) {
            end--;
        }
        wide.flip(segments.get(0), end - 3, 4); // its last record, which its successor knows of
        Store damaged = Store.open(wide.afterKill(), workload.options());
        assertEquals(segments.get(0), damaged.stats().damages().get(0).file());
    }

    @Test
    void garbageInThePlaceOfAFile() throws IOException {
        Random random = new Random(7);
        for (String file : files()) {
            for (int size : new int[] {0, 1, 40, 500, 70_000}) {
                byte[] garbage = new byte[size];
                random.nextBytes(garbage);
                SimulatedDirectory left = directory.afterKill();
                left.put(file, garbage);
                judge(left, file, file.startsWith("wal-"));
            }
        }
        SimulatedDirectory left = directory.afterKill();
        for (String name :
                List.of("notes.txt", "manifest-x", "manifest-999.tmp", "wal-zzz", "x.sst.tmp", "a.damaged")) {
            left.put(name, new byte[] {1, 2, 3});
        }
        assertEquals("harmless", judge(left, "", false));
    }

    @Test
    void aLostManifestIsMadeAgainFromTheFiles() throws IOException {
        List<String> manifests =
                files().stream().filter(f -> f.startsWith("manifest-")).toList();
        assertEquals(2, manifests.size());
        SimulatedDirectory withoutNewest = directory.afterKill();
        withoutNewest.delete(newestManifest());
        assertEquals("named", judge(withoutNewest.afterKill(), newestManifest(), false));
        SimulatedDirectory withoutAny = directory.afterKill();
        withoutAny.delete(manifests.get(0));
        withoutAny.delete(manifests.get(1));
        assertEquals("named", judge(withoutAny.afterKill(), "manifest", false));
        for (SimulatedDirectory left : List.of(withoutNewest, withoutAny)) {
            try (Store store = Store.open(left, options())) {
                assertEquals("", history.judge(StoreContents.of(store), history.last()));
                assertFalse(store.stats().damages().isEmpty());
            }
            // The next manifest has it all; opening again deletes nothing that is needed.
            try (Store store = Store.open(left, options())) {
                assertEquals("", history.judge(StoreContents.of(store), history.last()));
                assertEquals(List.of(), store.stats().damages());
            }
        }
    }

    @Test
    void aLostSstableCostsWhatItHeldAndIsNamed() throws IOException {
        for (String file : files()) {
            if (file.endsWith(".sst")) {
                SimulatedDirectory left = directory.afterKill();
                left.delete(file);
                assertEquals("named", judge(left, file, false));
            }
        }
    }

    @Test
    void aNewerFormatIsNotCalledCorrupt() throws IOException {
        for (String file : files()) {
            byte[] bytes = directory.content(file);
            ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (file.startsWith("manifest-")) {
                content.putInt(8, 99);
                content.putInt(bytes.length - 4, crc(bytes, 0, bytes.length - 4));
            } else if (file.startsWith("wal-0")) {
                content.putShort(8, (short) 99);
                content.putInt(24, crc(bytes, 0, 24));
            } else if (file.endsWith(".sst")) {
                content.putInt(bytes.length - 16, 99);
                content.putInt(bytes.length - 12, crc(bytes, bytes.length - 112, 100));
            } else {
                continue;
            }
            SimulatedDirectory left = directory.afterKill();
            left.put(file, bytes);
            if (!file.startsWith("manifest-") || file.equals(newestManifest())) {
                left.put("unfinished.tmp", new byte[1]);
                List<String> before = left.list();
                UnsupportedFormatException e =
                        assertThrows(UnsupportedFormatException.class, () -> Store.open(left, options()));
                assertTrue(e.getMessage().contains(file) && e.getMessage().contains("version 99"), e.getMessage());
                assertThrows(UnsupportedFormatException.class, () -> StoreReader.open(left));
                assertThrows(UnsupportedFormatException.class, () -> StoreRepair.repair(left, options()));
                assertEquals(before, left.list());
                for (String each : files()) {
                    assertArrayEquals(each.equals(file) ? bytes : directory.content(each), left.content(each), each);
                }
            }
        }
    }

    /** Canary: bytes that change together with their checksum are accepted, and must be found as a wrong value. */
    @Test
    void corruptedBytesThatAreAcceptedAreFound() throws IOException {
        String file = newestManifest();
        byte[] bytes = directory.content(file);
        ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteWriter length = new ByteWriter(16);
        length.uvarint(30_000);
        length.u8(LedgerState.DELIVERED.code());
        int entry = indexOf(bytes, length.toByteArray());
        length.clear();
        length.uvarint(80_000); // delivered for so long, it says now
        content.put(entry, length.toByteArray());
        content.putInt(bytes.length - 4, crc(bytes, 0, bytes.length - 4));
        SimulatedDirectory left = directory.afterKill();
        left.put(file, bytes);
        assertThrows(AssertionError.class, () -> judge(left, file, false));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int index = text.indexOf(new String(part, StandardCharsets.ISO_8859_1));
        assertTrue(index >= 0, "not in the file");
        return index;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
