package dev.holdfast.storage.testing;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that was ever given to a store, in order, and what an upstream was sent: enough to judge any state that a
 * crash leaves. One thread.
 */
public final class SampleHistory {
    /** One given value and the number of the append that gave it. */
    private record Given(long append, long bits) {}

    private final Map<Labels, TreeMap<Long, List<Given>>> series = new HashMap<>();
    private final Map<Labels, Map<Long, Long>> sent = new HashMap<>(); // newest append that the upstream has
    private final Set<Long> forgiven = new HashSet<>();
    private long append;

    /** An append that may be lost: the store did not, or could not, promise to keep it. */
    public void forgive(long number) {
        forgiven.add(number);
    }

    /** The appends from a number on were refused: nothing of them may be there. */
    public void refused(long first) {
        for (TreeMap<Long, List<Given>> times : series.values()) {
            times.values().forEach(given -> given.removeIf(value -> value.append >= first));
            times.values().removeIf(List::isEmpty);
        }
    }

    /** Begins the next append; its number. */
    public long next() {
        return ++append;
    }

    /** Number of the last append. */
    public long last() {
        return append;
    }

    /** A sample of the append that was begun last. */
    public void add(Labels labels, long timestampMs, long bits) {
        series.computeIfAbsent(labels, l -> new TreeMap<>())
                .computeIfAbsent(timestampMs, t -> new ArrayList<>(1))
                .add(new Given(append, bits));
    }

    /** An upstream was given a range of what a snapshot says. */
    public void send(SortedMap<Labels, SortedMap<Long, Long>> contents, TimeRange range) {
        contents.forEach((labels, samples) -> samples.subMap(range.fromInclusiveMs(), range.toExclusiveMs())
                .forEach((time, bits) -> sent.computeIfAbsent(labels, l -> new HashMap<>())
                        .merge(time, newestAppendOf(labels, time, bits), Math::max)));
    }

    /** The sample of the append that was begun last is not meant for the upstream: it counts as sent. */
    public void neverToBeSent(Labels labels, long timestampMs) {
        sent.computeIfAbsent(labels, l -> new HashMap<>()).put(timestampMs, append);
    }

    private long newestAppendOf(Labels labels, long time, long bits) {
        long newest = -1;
        for (Given given : series.get(labels).get(time)) {
            if (given.bits == bits) {
                newest = given.append;
            }
        }
        return newest;
    }

    /** What a store must say when nothing is lost. */
    public SortedMap<Labels, SortedMap<Long, Long>> newest() {
        SortedMap<Labels, SortedMap<Long, Long>> result = new TreeMap<>();
        series.forEach((labels, times) -> {
            SortedMap<Long, Long> samples = new TreeMap<>();
            times.forEach((time, given) -> samples.put(time, given.get(given.size() - 1).bits));
            result.put(labels, samples);
        });
        return result;
    }

    /**
     * What is wrong with a state that a crash left, or empty.
     *
     * @param durable the last append that must not be lost, nor replaced by an older value
     */
    public String judge(SortedMap<Labels, SortedMap<Long, Long>> found, long durable) {
        return judge(found, durable, Set.of());
    }

    /** As {@link #judge(SortedMap, long)}, where some appends may be lost too. */
    public String judge(SortedMap<Labels, SortedMap<Long, Long>> found, long durable, Set<Long> mayBeLost) {
        for (var entry : found.entrySet()) {
            TreeMap<Long, List<Given>> times = series.getOrDefault(entry.getKey(), new TreeMap<>());
            for (var sample : entry.getValue().entrySet()) {
                List<Given> given = times.getOrDefault(sample.getKey(), List.of());
                boolean known = false;
                long newestDurable = -1;
                long asFound = -1;
                for (Given value : given) {
                    if (value.append <= durable
                            && !forgiven.contains(value.append)
                            && !mayBeLost.contains(value.append)) {
                        newestDurable = value.append;
                    }
                    if (value.bits == sample.getValue()) {
                        known = true;
                        asFound = value.append;
                    }
                }
                if (!known) {
                    return "invented: " + entry.getKey() + " at " + sample.getKey() + " = "
                            + Long.toHexString(sample.getValue()) + ", given " + given;
                }
                if (asFound < newestDurable) {
                    return "an older value came back: " + entry.getKey() + " at " + sample.getKey() + ", given " + given
                            + ", found that of append " + asFound + ", durable to " + durable;
                }
            }
        }
        for (var entry : series.entrySet()) {
            SortedMap<Long, Long> samples = found.getOrDefault(entry.getKey(), new TreeMap<>());
            for (var given : entry.getValue().entrySet()) {
                boolean kept = given.getValue().stream()
                        .anyMatch(value -> value.append <= durable
                                && !forgiven.contains(value.append)
                                && !mayBeLost.contains(value.append));
                if (kept && !samples.containsKey(given.getKey())) {
                    return "lost: " + entry.getKey() + " at " + given.getKey() + ", given " + given.getValue()
                            + ", durable to " + durable;
                }
            }
        }
        return "";
    }

    /** What is wrong with a ledger: a stored sample that it calls delivered and that the upstream never got; or empty. */
    public String judgeLedger(SortedMap<Labels, SortedMap<Long, Long>> found, IntervalLedger ledger) {
        for (IntervalLedger.Entry entry : ledger.entries()) {
            if (entry.state() != LedgerState.DELIVERED) {
                continue;
            }
            for (var stored : found.entrySet()) {
                for (var sample : stored.getValue()
                        .subMap(entry.fromInclusiveMs(), entry.toExclusiveMs())
                        .entrySet()) {
                    long has = sent.getOrDefault(stored.getKey(), Map.of()).getOrDefault(sample.getKey(), -1L);
                    if (has < oldestAppendOf(stored.getKey(), sample.getKey(), sample.getValue())) {
                        return "called delivered but never sent: " + stored.getKey() + " at " + sample.getKey() + " in "
                                + entry;
                    }
                }
            }
        }
        return "";
    }

    private long oldestAppendOf(Labels labels, long time, long bits) {
        for (Given given : series.get(labels).get(time)) {
            if (given.bits == bits) {
                return given.append;
            }
        }
        return Long.MAX_VALUE;
    }
}
