package dev.holdfast.storage.index;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From each label pair to the ordinals of the series that have it. Immutable once built; any thread.
 */
public final class Postings {
    private final int seriesCount;
    private final SortedMap<String, SortedMap<String, int[]>> lists; // name -> value -> ordinals

    private Postings(int seriesCount, SortedMap<String, SortedMap<String, int[]>> lists) {
        this.seriesCount = seriesCount;
        this.lists = lists;
    }

    /** Collects postings while series are written. */
    public static final class Builder {
        private final SortedMap<String, SortedMap<String, Ordinals>> lists = new TreeMap<>();
        private int seriesCount;

        /** Adds the next series; its ordinal is the number of those before. */
        public void add(Labels labels) {
            int ordinal = seriesCount++;
            labels.forEach((name, value) -> lists.computeIfAbsent(name, n -> new TreeMap<>())
                    .computeIfAbsent(value, v -> new Ordinals())
                    .add(ordinal));
        }

        /** Label pairs and their number, for the bloom filter. */
        public SortedMap<String, SortedMap<String, Ordinals>> lists() {
            return lists;
        }

        /** Writes all lists with symbols for strings. */
        public void encode(SymbolTable symbols, ByteWriter out) {
            out.uvarint(seriesCount);
            out.uvarint(lists.size());
            for (Map.Entry<String, SortedMap<String, Ordinals>> name : lists.entrySet()) {
                out.uvarint(symbols.symbol(name.getKey()));
                out.uvarint(name.getValue().size());
                for (Map.Entry<String, Ordinals> value : name.getValue().entrySet()) {
                    out.uvarint(symbols.symbol(value.getKey()));
                    encodeList(value.getValue(), out);
                }
            }
        }

        /** Count, then pairs of (gap, run length - 1): series of one metric stand side by side. */
        private static void encodeList(Ordinals ordinals, ByteWriter out) {
            out.uvarint(ordinals.size());
            int next = 0;
            int i = 0;
            while (i < ordinals.size()) {
                int first = ordinals.get(i);
                int end = i + 1;
                while (end < ordinals.size() && ordinals.get(end) == first + end - i) {
                    end++;
                }
                out.uvarint(first - next);
                out.uvarint(end - i - 1);
                next = first + end - i;
                i = end;
            }
        }
    }

    /** Reads postings. */
    public static Postings decode(ByteReader in, SymbolTable symbols, int seriesCount) throws CorruptionException {
        int stated = in.count(Integer.MAX_VALUE, "series count");
        if (stated != seriesCount) {
            throw in.wrong("series count of postings", "expected " + seriesCount + ", found " + stated);
        }
        SortedMap<String, SortedMap<String, int[]>> lists = new TreeMap<>();
        int names = in.count(in.remaining(), "label names");
        for (int i = 0; i < names; i++) {
            String name = symbol(in, symbols);
            int values = in.count(in.remaining(), "label values");
            SortedMap<String, int[]> byValue = new TreeMap<>();
            for (int j = 0; j < values; j++) {
                String value = symbol(in, symbols);
                byValue.put(value, decodeList(in, seriesCount));
            }
            lists.put(name, byValue);
        }
        return new Postings(seriesCount, lists);
    }

    private static String symbol(ByteReader in, SymbolTable symbols) throws CorruptionException {
        return symbols.string(in.count(symbols.size() - 1, "symbol"));
    }

    private static int[] decodeList(ByteReader in, int seriesCount) throws CorruptionException {
        int[] ordinals = new int[in.count(seriesCount, "postings")];
        int next = 0;
        int i = 0;
        while (i < ordinals.length) {
            next += in.count(seriesCount - next, "posting");
            int run = in.count(ordinals.length - i - 1, "run of postings") + 1;
            if (next + run > seriesCount) {
                throw in.wrong("posting", "series " + (next + run - 1) + " of " + seriesCount);
            }
            for (int j = 0; j < run; j++) {
                ordinals[i++] = next++;
            }
        }
        return ordinals;
    }

    /** The ordinals of the series that satisfy all matchers. */
    public BitSet select(Collection<SeriesMatcher> matchers) {
        BitSet result = new BitSet(seriesCount);
        result.set(0, seriesCount);
        for (SeriesMatcher matcher : matchers) {
            result.and(matching(matcher));
            if (result.isEmpty()) {
                break;
            }
        }
        return result;
    }

    /** Label pairs that it has a list for. */
    public long pairCount() {
        long sum = 0;
        for (SortedMap<String, int[]> byValue : lists.values()) {
            sum += byValue.size();
        }
        return sum;
    }

    private BitSet matching(SeriesMatcher matcher) {
        BitSet result = new BitSet(seriesCount);
        SortedMap<String, int[]> byValue = lists.get(matcher.name());
        String only = matcher.onlyValue();
        if (only != null && !only.isEmpty()) {
            if (byValue != null) {
                addAll(result, byValue.get(only));
            }
            return result;
        }
        if (matcher.matches("")) { // series without the label
            result.set(0, seriesCount);
            if (byValue != null) {
                for (int[] ordinals : byValue.values()) {
                    for (int ordinal : ordinals) {
                        result.clear(ordinal);
                    }
                }
            }
        }
        if (byValue != null && only == null) {
            for (Map.Entry<String, int[]> entry : byValue.entrySet()) {
                if (matcher.matches(entry.getKey())) {
                    addAll(result, entry.getValue());
                }
            }
        }
        return result;
    }

    private static void addAll(BitSet result, int @org.jspecify.annotations.Nullable [] ordinals) {
        if (ordinals != null) {
            for (int ordinal : ordinals) {
                result.set(ordinal);
            }
        }
    }
}
