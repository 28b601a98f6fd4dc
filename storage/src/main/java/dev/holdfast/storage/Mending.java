package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CompactionPlan;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.wal.LedgerChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes an open store whole again: what can be read of the log and of damaged sstables is written anew, what is gone is
 * listed no more, and two sound manifests say so. One thread; readers are not affected.
 */
final class Mending {
    private final Store store;
    private final StoreMaintenance maintenance;
    private final LiveFiles files;

    Mending(Store store, StoreMaintenance maintenance, LiveFiles files) {
        this.store = store;
        this.maintenance = maintenance;
        this.files = files;
    }

    /**
     * Mends.
     *
     * @param damaged names of sstables that cannot be read whole
     * @param lost time in which samples were lost
     */
    void run(Set<String> damaged, List<TimeRange> lost) throws IOException {
        maintenance.flushAll();
        for (List<Run> group : groups()) {
            if (group.stream().anyMatch(run -> damaged.contains(run.reader().name()))) {
                rewrite(group, damaged);
            }
        }
        restoreMissing();
        settle(lost);
        // Twice, so that the older one is sound as well: whatever else lies about is of no more use.
        maintenance.commitAsIs();
        maintenance.commitAsIs();
        files.keepListedOnly();
        files.tidyUp();
    }

    /**
     * Runs that must be merged together, each group the oldest first: the newest value of a millisecond wins by the run's
     * id, so a run that is written anew, with a new id, must take along all that is in its partition.
     */
    private List<List<Run>> groups() {
        List<Run> byTime = new ArrayList<>(store.state().version().runs());
        byTime.sort((a, b) -> Long.compare(
                a.info().partition().fromInclusiveMs(), b.info().partition().fromInclusiveMs()));
        List<List<Run>> groups = new ArrayList<>();
        long endMs = Long.MIN_VALUE;
        for (Run run : byTime) {
            TimeRange partition = run.info().partition();
            if (groups.isEmpty() || partition.fromInclusiveMs() >= endMs) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(run);
            endMs = Math.max(endMs, partition.toExclusiveMs());
        }
        return groups;
    }

    private void rewrite(List<Run> group, Set<String> damaged) throws IOException {
        List<Run> inputs = new ArrayList<>();
        List<Run> leftovers = new ArrayList<>();
        try {
            for (Run run : group) {
                if (damaged.contains(run.reader().name())) {
                    leftovers.addAll(files.leftoversOf(run.info()));
                }
                if (isWhatIsListed(run)) {
                    inputs.add(run);
                }
            }
            inputs.addAll(leftovers);
            List<Run> removed = new ArrayList<>(group);
            removed.addAll(leftovers);
            maintenance.replace(inputs, removed, planOf(inputs.isEmpty() ? group : inputs), damaged);
            leftovers.clear(); // let go of by the commit
        } finally {
            leftovers.forEach(Run::release);
        }
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

    private static CompactionPlan planOf(List<Run> inputs) {
        inputs.sort((a, b) -> Long.compare(a.info().id(), b.info().id()));
        long fromMs = Long.MAX_VALUE;
        long toMs = Long.MIN_VALUE;
        int level = inputs.size() > 1 ? RunInfo.LEVEL_MERGED : RunInfo.LEVEL_YOUNG;
        List<RunInfo> infos = new ArrayList<>();
        for (Run run : inputs) {
            fromMs = Math.min(fromMs, run.info().partition().fromInclusiveMs());
            toMs = Math.max(toMs, run.info().partition().toExclusiveMs());
            level = Math.max(level, run.info().level());
            infos.add(run.info());
        }
        return new CompactionPlan(new TimeRange(fromMs, toMs), level, infos);
    }

    /** A lost file may have been merged from some that a crash left: they have its samples. */
    private void restoreMissing() throws IOException {
        for (RunInfo missing : files.missing()) {
            List<Run> leftovers = files.leftoversOf(missing);
            if (!leftovers.isEmpty()) {
                List<Run> inputs = new ArrayList<>(leftovers);
                for (Run run : store.state().version().runs()) {
                    if (run.info().partition().overlaps(missing.partition())) {
                        inputs.add(run);
                    }
                }
                maintenance.replace(inputs, inputs, planOf(inputs), Set.of());
            }
        }
    }

    /**
     * Where nothing is left of what an upstream was still to get, it waits for nothing: the ledger says evicted. Where
     * other samples are left they stay pending or parked, and are sent.
     */
    private void settle(List<TimeRange> lost) throws IOException {
        IntervalLedger present = IntervalLedger.EMPTY;
        for (Run run : store.state().version().runs()) {
            for (SstableSeries series : run.reader().select(List.of(), TimeRange.ALL)) {
                for (int i = 0; i < series.chunkCount(); i++) {
                    TimeRange chunk = new TimeRange(
                            series.chunk(i).minTimestampMs(), series.chunk(i).maxTimestampMs() + 1);
                    if (!present.pending(chunk).isEmpty()) {
                        present = present.with(chunk, LedgerState.DELIVERED, 0);
                    }
                }
            }
        }
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
                store.changeLedger(() -> new LedgerChange(name, List.of(), entries, null));
            }
        }
    }

    private static IntervalLedger.Entry evicted(TimeRange range) {
        return new IntervalLedger.Entry(range.fromInclusiveMs(), range.toExclusiveMs(), LedgerState.EVICTED, 0);
    }

    /** Opens the sstables in a directory that a run was merged from and that are still there, whole. */
    static List<Run> leftovers(Directory directory, RunInfo merged) throws IOException {
        Set<Long> wanted = new HashSet<>(merged.replaces());
        List<Run> result = new ArrayList<>();
        for (String name : directory.list()) {
            if (FileNames.isSstable(name) && wanted.contains(FileNames.sstableId(name))) {
                SstableReader reader = new SstableReader(directory.open(name), new BlockCache(0));
                try {
                    result.add(new Run(reader.readInfo(), reader));
                } catch (CorruptionException e) {
                    reader.close();
                }
            }
        }
        return result;
    }
}
