package dev.holdfast.storage;

import dev.holdfast.storage.SelectionTrace.Files;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.ReadTally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what becomes of runs and memtables for one selection. Plain fields, see {@link ReadTally}; the list is locked. */
final class SelectionTally {
    private final List<SeriesMatcher> matchers;
    private final TimeRange range;
    private final Version version;
    private final List<Considered> runs = new ArrayList<>(); // guarded by this
    private ValueFilter filter = ValueFilter.ANY;
    private int seriesFound;
    private int memtables;
    private int memtablesSkippedByTime;
    private int memtablesRead;
    private long memtableSamples;

    private record Considered(Run run, ReadTally tally) {}

    SelectionTally(Collection<SeriesMatcher> matchers, TimeRange range, Version version) {
        this.matchers = List.copyOf(matchers);
        this.range = range;
        this.version = version;
    }

    /** A run overlaps the range; its counts go here. */
    synchronized ReadTally run(Run run) {
        ReadTally tally = new ReadTally();
        runs.add(new Considered(run, tally));
        return tally;
    }

    void memtableSkippedByTime() {
        memtables++;
        memtablesSkippedByTime++;
    }

    void memtable(boolean hasSeries) {
        memtables++;
        memtablesRead += hasSeries ? 1 : 0;
    }

    void memtableSamples(int count) {
        memtableSamples += count;
    }

    void seriesFound(int count) {
        seriesFound += count;
    }

    void filter(ValueFilter used) {
        filter = used;
    }

    synchronized SelectionTrace trace() {
        List<RunTrace> overlapping = new ArrayList<>();
        List<RunTrace.Outcome> outcomes = new ArrayList<>();
        TreeMap<Long, Partition> partitions = new TreeMap<>();
        Partition.of(version.infos())
                .forEach(partition -> partitions.put(partition.window().fromInclusiveMs(), partition));
        Map<Long, RunTrace.Outcome> byPartition = new TreeMap<>();
        for (Considered considered : runs) {
            RunTrace run = trace(considered);
            overlapping.add(run);
            outcomes.add(run.outcome());
            Long partition =
                    partitions.floorKey(run.partition().fromInclusiveMs()); // late runs lie inside a longer one
            byPartition.merge(partition, run.outcome(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        return new SelectionTrace(
                matchers,
                range,
                filter.toString(),
                seriesFound,
                files(partitions.size(), byPartition.values()),
                files(version.runs().size(), outcomes),
                overlapping,
                new SelectionTrace.Memtables(
                        memtables,
                        memtablesSkippedByTime,
                        memtables - memtablesSkippedByTime - memtablesRead,
                        memtablesRead,
                        memtableSamples));
    }

    private static RunTrace trace(Considered considered) {
        ReadTally tally = considered.tally;
        ReadCounts counts = tally.counts();
        RunTrace.Outcome outcome = RunTrace.Outcome.READ;
        if (tally.isDeniedByBloomFilter()) {
            outcome = RunTrace.Outcome.SKIPPED_BY_BLOOM_FILTER;
        } else if (tally.isUnreadable()) {
            outcome = RunTrace.Outcome.UNREADABLE;
        } else if (counts.seriesMatched() == 0) {
            outcome = RunTrace.Outcome.SKIPPED_BY_POSTINGS;
        } else if (counts.seriesMatched() == counts.seriesSkippedByTime()) {
            outcome = RunTrace.Outcome.SKIPPED_BY_TIME;
        }
        Run run = considered.run;
        return new RunTrace(
                run.reader().name(),
                run.info().partition(),
                run.info().level(),
                run.info().tier(),
                outcome,
                counts);
    }

    private static Files files(int all, Collection<RunTrace.Outcome> overlapping) {
        Map<RunTrace.Outcome, Integer> by = new EnumMap<>(RunTrace.Outcome.class);
        overlapping.forEach(outcome -> by.merge(outcome, 1, Integer::sum));
        return new Files(
                all,
                all - overlapping.size() + by.getOrDefault(RunTrace.Outcome.SKIPPED_BY_TIME, 0),
                by.getOrDefault(RunTrace.Outcome.SKIPPED_BY_BLOOM_FILTER, 0),
                by.getOrDefault(RunTrace.Outcome.SKIPPED_BY_POSTINGS, 0),
                by.getOrDefault(RunTrace.Outcome.UNREADABLE, 0),
                by.getOrDefault(RunTrace.Outcome.READ, 0));
    }
}
