package dev.holdfast.storage.tombstone;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tombstones as the manifest keeps them: every string once, every series once, and a series as what it has other than the
 * one before it. A hundred thousand series of a host take about five bytes each. See docs/format/manifest.md.
 */
public final class TombstoneFormat {
    private TombstoneFormat() {}

    /** Writes all of them. */
    public static void encode(Tombstones tombstones, ByteWriter out) {
        TreeSet<Labels> sorted = new TreeSet<>();
        tombstones.all().forEach(tombstone -> sorted.addAll(tombstone.series()));
        List<Labels> series = new ArrayList<>(sorted);
        TreeSet<String> strings = new TreeSet<>();
        series.forEach(labels -> labels.forEach((name, value) -> {
            strings.add(name);
            strings.add(value);
        }));
        SymbolTable symbols = SymbolTable.of(strings);
        symbols.encode(out);
        out.uvarint(series.size());
        Labels before = Labels.EMPTY;
        for (Labels labels : series) {
            int shared = sharedPairs(before, labels);
            out.uvarint(shared);
            out.uvarint(labels.size() - shared);
            for (int i = shared; i < labels.size(); i++) {
                out.uvarint(symbols.symbol(labels.name(i)));
                out.uvarint(symbols.symbol(labels.value(i)));
            }
            before = labels;
        }
        out.uvarint(tombstones.all().size());
        for (Tombstone tombstone : tombstones.all()) {
            encode(tombstone, series, out);
        }
    }

    private static int sharedPairs(Labels a, Labels b) {
        int limit = Math.min(a.size(), b.size());
        int shared = 0;
        while (shared < limit
                && a.name(shared).equals(b.name(shared))
                && a.value(shared).equals(b.value(shared))) {
            shared++;
        }
        return shared;
    }

    private static void encode(Tombstone tombstone, List<Labels> all, ByteWriter out) {
        out.u64(tombstone.range().fromInclusiveMs());
        out.u64(tombstone.range().toExclusiveMs());
        out.uvarint(tombstone.beforeRunId());
        out.u64(tombstone.createdMs());
        out.uvarint(tombstone.series().size());
        int next = 0;
        for (Labels labels : tombstone.series()) {
            int number = Collections.binarySearch(all, labels);
            out.uvarint(number - next); // mostly 0: one byte a series
            next = number + 1;
        }
        out.uvarint(tombstone.hits().size());
        long beforeId = 0;
        for (Map.Entry<Long, Long> hit : tombstone.hits().entrySet()) {
            out.uvarint(hit.getKey() - beforeId);
            out.uvarint(hit.getValue());
            beforeId = hit.getKey();
        }
    }

    /** Reads what {@link #encode} wrote. */
    public static Tombstones decode(ByteReader in) throws CorruptionException {
        SymbolTable symbols = SymbolTable.decode(in);
        int count = in.count(Math.min(in.remaining() / 2, Tombstones.MAX_SERIES), "series of tombstones");
        List<Labels> series = new ArrayList<>(count);
        Labels before = Labels.EMPTY;
        for (int i = 0; i < count; i++) {
            Labels labels = labels(in, symbols, before);
            if (i > 0 && before.compareTo(labels) >= 0) {
                throw in.wrong("series of tombstones", "series " + i + " is not after the one before");
            }
            series.add(labels);
            before = labels;
        }
        int tombstones = in.count(Math.min(in.remaining() / 26, Tombstones.MAX_TOMBSTONES), "tombstones");
        List<Tombstone> all = new ArrayList<>(tombstones);
        long room = Tombstones.MAX_SERIES;
        for (int i = 0; i < tombstones; i++) {
            Tombstone tombstone = tombstone(in, series, (int) room);
            room -= tombstone.series().size();
            all.add(tombstone);
        }
        return Tombstones.of(all);
    }

    private static Labels labels(ByteReader in, SymbolTable symbols, Labels before) throws CorruptionException {
        int shared = in.count(before.size(), "shared labels");
        int more = in.count(in.remaining() / 2, "labels");
        Labels.Builder labels = new Labels.Builder();
        for (int i = 0; i < shared; i++) {
            labels.set(before.name(i), before.value(i));
        }
        for (int i = 0; i < more; i++) {
            String name = symbols.string(in.count(symbols.size() - 1, "label name"));
            if (name.isEmpty()) {
                throw in.wrong("label name", "expected characters, found none");
            }
            labels.set(name, symbols.string(in.count(symbols.size() - 1, "label value")));
        }
        return labels.build();
    }

    private static Tombstone tombstone(ByteReader in, List<Labels> series, int room) throws CorruptionException {
        long from = in.u64();
        long to = in.u64();
        if (from >= to) {
            throw in.wrong("range of a tombstone", "is empty: " + from + " to " + to);
        }
        long beforeRunId = in.uvarint();
        long createdMs = in.u64();
        int count = in.count(Math.min(room, Math.min(series.size(), in.remaining())), "series of a tombstone");
        if (count == 0) {
            throw in.wrong("series of a tombstone", "there are none");
        }
        SortedSet<Labels> named = new TreeSet<>();
        int next = 0;
        for (int i = 0; i < count; i++) {
            int number = next + in.count(Math.max(0, series.size() - 1 - next), "series of a tombstone");
            if (number >= series.size()) {
                throw in.wrong("series of a tombstone", "found " + number + " of " + series.size());
            }
            named.add(series.get(number));
            next = number + 1;
        }
        int runs = in.count(in.remaining() / 2, "runs of a tombstone");
        SortedMap<Long, Long> hits = new TreeMap<>();
        long id = 0;
        for (int i = 0; i < runs; i++) {
            id += in.uvarint();
            hits.put(id, in.uvarint());
        }
        return new Tombstone(new TimeRange(from, to), beforeRunId, createdMs, named, hits);
    }
}
