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
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was ever given to a store, in order, and what an upstream was sent: enough to judge any state that a
 * crash leaves. One thread.
 */
public final class SampleHistory {
    /** One given value and the number of the append that gave it. */
    private record Given(long append, long bits) {}

    /** A delete: what was given before it, of some series in a range, is gone, surely or perhaps. */
    private static final class Delete {
        final long append;
        final Set<Labels> series;
        final TimeRange range;
        boolean certain;

        Delete(long append, Set<Labels> series, TimeRange range) {
            this.append = append;
            this.series = series;
            this.range = range;
        }

        boolean hits(Labels labels, long timestampMs, Given given) {
            return given.append < append && range.contains(timestampMs) && series.contains(labels);
        }
    }

    private final List<Delete> deletes = new ArrayList<>();
    private @Nullable Delete underWay;
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

    /** A delete begins: until it ends, a crash may leave all that it hits or none. */
    public void beginDelete(Set<Labels> labels, TimeRange range) {
        underWay = new Delete(next(), Set.copyOf(labels), range);
    }

    /** The delete that was begun has returned, or failed: then each of the samples that it hits may be there or not. */
    public void endDelete(boolean certain) {
        Delete ended = Objects.requireNonNull(underWay);
        ended.certain = certain;
        deletes.add(ended);
        underWay = null;
    }

    private boolean isDeleted(Labels labels, long timestampMs, Given given) {
        for (Delete delete : deletes) { // asked of every sample of every state: no stream
            if (delete.certain && delete.hits(labels, timestampMs, given)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeDeleted(Labels labels, long timestampMs, Given given) {
        for (Delete delete : deletes) {
            if (!delete.certain && delete.hits(labels, timestampMs, given)) {
                return true;
            }
        }
        return false;
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
            times.forEach((time, given) -> given.stream()
                    .filter(value -> !isDeleted(labels, time, value))
                    .forEach(value -> samples.put(time, value.bits)));
            if (!samples.isEmpty()) {
                result.put(labels, samples);
            }
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
        Delete perhaps = underWay;
        String asBefore = judgeAs(found, durable, mayBeLost);
        if (perhaps == null || asBefore.isEmpty()) {
            return asBefore;
        }
        perhaps.certain = true;
        deletes.add(perhaps);
        String deleted = judgeAs(found, durable, mayBeLost);
        deletes.remove(perhaps);
        return deleted.isEmpty() ? "" : "a delete was done by half: not done, " + asBefore + "; done, " + deleted;
    }

    private String judgeAs(SortedMap<Labels, SortedMap<Long, Long>> found, long durable, Set<Long> mayBeLost) {
        for (var entry : found.entrySet()) {
            TreeMap<Long, List<Given>> times = series.getOrDefault(entry.getKey(), new TreeMap<>());
            for (var sample : entry.getValue().entrySet()) {
                List<Given> given = times.getOrDefault(sample.getKey(), List.of());
                boolean known = false;
                long newestDurable = -1;
                long asFound = -1;
                for (Given value : given) {
                    if (isDeleted(entry.getKey(), sample.getKey(), value)) {
                        continue;
                    }
                    if (value.append <= durable
                            && !mayBeDeleted(entry.getKey(), sample.getKey(), value)
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
                    return "invented, or deleted and come back: " + entry.getKey() + " at " + sample.getKey() + " = "
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
                if (samples.containsKey(given.getKey())) {
                    continue;
                }
                boolean kept = given.getValue().stream()
                        .anyMatch(value -> value.append <= durable
                                && !isDeleted(entry.getKey(), given.getKey(), value)
                                && !mayBeDeleted(entry.getKey(), given.getKey(), value)
                                && !forgiven.contains(value.append)
                                && !mayBeLost.contains(value.append));
                if (kept) {
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
