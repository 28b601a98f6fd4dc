package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CompactionPlan;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SeriesScan;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.tombstone.Tombstones;
import dev.holdfast.storage.wal.LedgerChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes an open store whole again: what can be read of the log and of damaged sstables is written anew, what is gone is
 * listed no more, and two sound manifests say so. One thread; readers are not affected.
 */
final class Mending {
    private final Store store;
    private final StoreMaintenance maintenance;
    private final LiveFiles files;
    private final SstableCursor.Losses losses = new SstableCursor.Losses() {
        @Override
        public void damaged(Damage damage) {
            store.damageLog().add(damage);
        }

        @Override
        public void unreadable(String file, IOException reason) {
            throw new UncheckedIOException(reason);
        }
    };

    Mending(Store store, StoreMaintenance maintenance, LiveFiles files) {
        this.store = store;
        this.maintenance = maintenance;
        this.files = files;
    }

    /**
     * Runs of which one new run is to be written.
     *
     * @param inputs the oldest first
     * @param plan for them
     */
    record Rewrite(List<Run> inputs, CompactionPlan plan) {}

    /**
     * Mends.
     *
     * @param damaged names of sstables that cannot be read whole
     * @param lost time in which samples were lost
     */
    void run(Set<String> damaged, List<TimeRange> lost) throws IOException {
        maintenance.flushAll();
        List<RunInfo> listed = new ArrayList<>(store.state().version().infos());
        listed.addAll(files.missing());
        for (Partition partition : Partition.of(listed)) {
            mend(partition, damaged);
        }
        settle(lost);
        // Twice, so that the older one is sound as well: whatever else lies about is of no more use.
        maintenance.commitAsIs();
        maintenance.commitAsIs();
        files.keepListedOnly();
        files.tidyUp();
    }

    /**
     * Writes the runs of a partition anew when one is damaged, or when one is gone and what it was merged from is not. The
     * newest value of a millisecond wins by the run's id, so a run that is written anew, with a new id, must take along all
     * that is in its partition: into one run, or where one is thinned, and cannot be merged with others, run by run.
     */
    private void mend(Partition partition, Set<String> damaged) throws IOException {
        Map<Long, Run> live = new HashMap<>();
        store.state().version().runs().forEach(run -> live.put(run.info().id(), run));
        Map<RunInfo, List<Run>> leftovers = new LinkedHashMap<>();
        try {
            boolean wanted = false;
            for (RunInfo run : partition.runs()) {
                boolean gone = !live.containsKey(run.id());
                boolean broken = gone || damaged.contains(LiveFiles.name(run));
                leftovers.put(run, broken ? files.leftoversOf(run) : List.of());
                wanted |= gone ? !leftovers.get(run).isEmpty() : broken;
            }
            if (!wanted) {
                return;
            }
            List<Rewrite> rewrites = new ArrayList<>();
            List<Run> removed = new ArrayList<>();
            for (RunInfo info : partition.runs()) {
                Run run = live.get(info.id());
                List<Run> inputs = new ArrayList<>(leftovers.getOrDefault(info, List.of()));
                removed.addAll(inputs);
                if (run != null) {
                    removed.add(run);
                    if (isWhatIsListed(run)) {
                        inputs.add(run);
                    }
                }
                inputs = mergeable(info, inputs);
                if (!inputs.isEmpty()) {
                    rewrites.add(rewrite(info.partition(), info.level(), inputs));
                }
            }
            Tombstones tombstones = store.state().version().tombstones();
            Set<Long> known = live.keySet();
            maintenance.replace(
                    together(partition, rewrites),
                    removed,
                    tombstones.withOthers(files.tombstonesAtStart(), known),
                    damaged);
            leftovers.clear(); // let go of by the commit
        } finally {
            leftovers.values().forEach(runs -> runs.forEach(Run::release));
        }
    }

    /**
     * What to write a run from: itself and what is left of what it was merged from; or, where one of them is thinned, that
     * which it was merged from if all of it is there, else the run alone.
     */
    private static List<Run> mergeable(RunInfo info, List<Run> inputs) {
        if (inputs.size() < 2 || inputs.stream().allMatch(input -> input.info().tier() == 0)) {
            return inputs;
        }
        List<Run> before = new ArrayList<>(inputs);
        before.removeIf(input -> input.info().id() == info.id());
        boolean allThere = before.size() == info.replaces().size();
        if (allThere
                && (before.size() == 1
                        || before.stream().allMatch(input -> input.info().tier() == 0))) {
            return before;
        }
        inputs.removeAll(before);
        return inputs;
    }

    private Rewrite rewrite(TimeRange window, int level, List<Run> inputs) {
        inputs.sort((a, b) -> Long.compare(a.info().id(), b.info().id()));
        List<RunInfo> infos = new ArrayList<>();
        inputs.forEach(input -> infos.add(input.info()));
        // Before there was a level for what is dense, all that was sealed was.
        boolean dense = level >= RunInfo.LEVEL_SEALED
                && (infos.get(0).tier() > 0
                        || window.lengthMs() > store.options().partitionMs());
        return new Rewrite(
                inputs,
                new CompactionPlan(
                        window,
                        dense ? RunInfo.LEVEL_DENSE : level,
                        infos.get(0).tier(),
                        infos));
    }

    private List<Rewrite> together(Partition partition, List<Rewrite> rewrites) {
        List<Run> inputs = new ArrayList<>();
        int level = rewrites.size() > 1 ? RunInfo.LEVEL_MERGED : RunInfo.LEVEL_YOUNG;
        for (Rewrite rewrite : rewrites) {
            if (rewrite.plan().tier() > 0) {
                return rewrites;
            }
            inputs.addAll(rewrite.inputs());
            level = Math.max(level, rewrite.plan().level());
        }
        return inputs.isEmpty() ? List.of() : List.of(rewrite(partition.window(), level, inputs));
    }

    /**
     * A sound file that belongs elsewhere has nothing for this partition. One whose properties cannot be read is taken at
     * the manifest's word.
     */
    private static boolean isWhatIsListed(Run run) throws IOException {
        try {
            return run.reader().readInfo().partition().equals(run.info().partition());
        } catch (CorruptionException e) {
            return true;
        }
    }

    /**
     * Where nothing is left of what an upstream was still to get, it waits for nothing: the ledger says evicted. Where
     * other samples are left they stay pending or parked, and are sent.
     */
    private void settle(List<TimeRange> lost) throws IOException {
        if (lost.stream().allMatch(TimeRange::isEmpty)) {
            return;
        }
        IntervalLedger present = present();
        List<TimeRange> gone = new ArrayList<>();
        for (TimeRange range : lost) {
            if (!range.isEmpty()) {
                gone.addAll(present.pending(range));
            }
        }
        for (String name : store.ledgers().names()) {
            List<IntervalLedger.Entry> entries = new ArrayList<>();
            IntervalLedger intervals = store.ledgerIntervals(name);
            for (TimeRange range : gone) {
                intervals.pending(range).forEach(pending -> entries.add(evicted(pending)));
                for (IntervalLedger.Entry entry : intervals.within(range)) {
                    if (entry.state() == LedgerState.PARKED) {
                        entries.add(evicted(new TimeRange(entry.fromInclusiveMs(), entry.toExclusiveMs())));
                    }
                }
            }
            if (!entries.isEmpty()) {
                store.writes().changeLedger(() -> new LedgerChange(name, List.of(), entries, null));
            }
        }
    }

    /** The time in which there are samples. */
    private IntervalLedger present() throws IOException {
        IntervalLedger present = IntervalLedger.EMPTY;
        Tombstones tombstones = store.state().version().tombstones();
        for (Run run : store.state().version().runs()) {
            SeriesScan all = run.reader().scan();
            for (SstableSeries series = all.next(losses); series != null; series = all.next(losses)) {
                for (int i = 0; i < series.chunkCount(); i++) {
                    TimeRange chunk = new TimeRange(
                            series.chunk(i).minTimestampMs(), series.chunk(i).maxTimestampMs() + 1);
                    if (!present.pending(chunk).isEmpty()
                            && !tombstones.covers(run.info().id(), series.labels(), chunk)) {
                        present = present.with(chunk, LedgerState.DELIVERED, 0);
                    }
                }
            }
        }
        return present;
    }

    private static IntervalLedger.Entry evicted(TimeRange range) {
        return new IntervalLedger.Entry(range.fromInclusiveMs(), range.toExclusiveMs(), LedgerState.EVICTED, 0);
    }
}
