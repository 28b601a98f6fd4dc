package dev.holdfast.storage.tombstone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TombstonesTest {
    private static final Labels A = Labels.of("__name__", "a");
    private static final Labels B = Labels.of("__name__", "b", "host", "h\u00f6st");

    private static Tombstone tombstone(long from, long to, long beforeRunId, List<Labels> series, Long... runs) {
        TreeMap<Long, Long> hits = new TreeMap<>();
        for (Long run : runs) {
            hits.put(run, 10L);
        }
        return new Tombstone(new TimeRange(from, to), beforeRunId, 77, new TreeSet<>(series), hits);
    }

    @Test
    void answersForTheRunsAndSeriesThatItNames() {
        Tombstones all = Tombstones.of(List.of(
                tombstone(10, 20, 5, List.of(A), 3L, 4L),
                tombstone(20, 30, 6, List.of(A, B), 4L),
                tombstone(50, 60, 6, List.of(A), 4L)));
        assertTrue(all.covers(3, A, new TimeRange(10, 20)));
        assertFalse(all.covers(3, A, new TimeRange(10, 21)));
        assertTrue(all.covers(4, A, new TimeRange(10, 30)), "neighbours join");
        assertFalse(all.covers(4, A, new TimeRange(20, 55)));
        assertTrue(all.touches(4, A, new TimeRange(29, 40)));
        assertFalse(all.touches(4, A, new TimeRange(30, 50)));
        assertFalse(all.touches(4, B, new TimeRange(0, 20)));
        assertFalse(all.touches(5, A, TimeRange.ALL));
        assertEquals(20, all.deletedSamples(4) - all.deletedSamples(3));
        assertEquals(30, all.deleted(4, A).liveFrom(10));
        assertEquals(30, all.deleted(4, A).liveFrom(30));
    }

    @Test
    void goesWithTheRunsThatItHits() {
        Tombstones all = Tombstones.of(List.of(tombstone(10, 20, 9, List.of(A), 3L, 4L)));
        assertEquals(all, all.onlyFor(Map.of(3L, List.of(), 4L, List.of(), 7L, List.of())));
        assertFalse(all.onlyFor(Map.of(4L, List.of())).hit(3));
        assertTrue(all.onlyFor(Map.of(12L, List.of(3L, 4L))).isEmpty(), "a later merge has applied it");
    }

    @Test
    void aMergeThatHadItsIdBeforeIsHitToo() {
        Tombstones all = Tombstones.of(List.of(tombstone(10, 20, 9, List.of(A), 3L, 4L)));
        Tombstones after = all.onlyFor(Map.of(8L, List.of(3L, 4L), 7L, List.of(1L, 2L)));
        assertTrue(after.hit(8));
        assertFalse(after.hit(7));
        assertEquals(20, after.deletedSamples(8));
    }

    private static Tombstones roundTrip(Tombstones all) throws CorruptionException {
        ByteWriter out = new ByteWriter(16);
        TombstoneFormat.encode(all, out);
        ByteReader in = new ByteReader("manifest", 0, out.array(), 0, out.size());
        Tombstones read = TombstoneFormat.decode(in);
        assertEquals(0, in.remaining());
        return read;
    }

    @Test
    void comesBackFromItsBytes() throws CorruptionException {
        assertTrue(roundTrip(Tombstones.NONE).isEmpty());
        List<Tombstone> all = List.of(
                tombstone(Long.MIN_VALUE, Long.MAX_VALUE, 5, List.of(A, B), 3L, 4L, 1_000_000L),
                tombstone(-5, 5, 6, List.of(B), 2L),
                tombstone(0, 1, 6, List.of(Labels.EMPTY, A), 2L));
        assertEquals(all, roundTrip(Tombstones.of(all)).all());
    }

    @Test
    void aHundredThousandSeriesAreFewBytesEach() throws CorruptionException {
        TreeSet<Labels> series = new TreeSet<>();
        for (int i = 0; i < 100_000; i++) {
            series.add(Labels.of(
                    "__name__", "metric_" + i % 50, "instance", "host-" + i / 500, "job", "node", "n", "" + i % 500));
        }
        Tombstone one = new Tombstone(TimeRange.ALL, 5, 1, series, new TreeMap<>(Map.of(4L, 1L)));
        Tombstones all = Tombstones.of(List.of(one)).with(one).with(one);
        ByteWriter out = new ByteWriter(16);
        TombstoneFormat.encode(all, out);
        assertTrue(out.size() < 1_300_000, "bytes: " + out.size());
        assertEquals(all.all(), roundTrip(all).all());
        assertFalse(Tombstones.of(java.util.Collections.nCopies(10, one)).hasRoomFor(1));
    }

    @Test
    void wrongBytesAreDamageAndNothingElse() {
        ByteWriter out = new ByteWriter(16);
        TombstoneFormat.encode(
                Tombstones.of(
                        List.of(tombstone(10, 20, 5, List.of(A, B), 3L, 4L), tombstone(20, 30, 6, List.of(A, B), 4L))),
                out);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = out.toByteArray();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            try {
                TombstoneFormat.decode(new ByteReader("manifest", 0, bytes, 0, length));
            } catch (CorruptionException e) {
                refused++;
            }
        }
        assertTrue(refused > 5_000, "refused: " + refused);
        assertThrows(
                CorruptionException.class,
                () -> TombstoneFormat.decode(new ByteReader("manifest", 0, new byte[] {-1, -1, -1, -1, 7}, 0, 5)));
    }
}
