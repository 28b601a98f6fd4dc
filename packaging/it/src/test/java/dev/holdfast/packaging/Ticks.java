package dev.holdfast.packaging;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The times of stored ticks, as text that sorts by time. */
final class Ticks {
    private final SortedSet<String> times;

    private Ticks(SortedSet<String> times) {
        this.times = times;
    }

    /** Out of the answer in CSV to a query for the samples of one series of each tick. */
    static Ticks of(String csv) {
        // Remarks of the program may come first.
        List<String> rows =
                csv.lines().dropWhile(line -> !line.startsWith("__name__,")).toList();
        SortedSet<String> times = new TreeSet<>();
        if (!rows.isEmpty()) {
            int column = Arrays.asList(rows.get(0).split(",", -1)).indexOf("time");
            rows.stream().skip(1).forEach(row -> times.add(row.split(",", -1)[column]));
        }
        return new Ticks(times);
    }

    int count() {
        return times.size();
    }

    /** How many are in a span, by their text. */
    long countBetween(String fromInclusive, String toExclusive) {
        return times.subSet(fromInclusive, toExclusive).size();
    }

    /** Those of these that are not among later ones, which may reach back less far. */
    SortedSet<String> missingIn(Ticks later) {
        SortedSet<String> missing = new TreeSet<>(times);
        missing.removeIf(tick ->
                later.times.contains(tick) || (!later.times.isEmpty() && tick.compareTo(later.times.first()) < 0));
        return missing;
    }
}
