package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CompactionJob;
import dev.holdfast.storage.compaction.CompactionPicker;
import dev.holdfast.storage.compaction.CompactionPlan;
import dev.holdfast.storage.compaction.DeletedShare;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.partition.MergeWindows;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.ChunkCutter;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.tombstone.Tombstones;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The merge under way, a slice at a time, and which one comes next. Between two slices the log is synced, memtables are
 * written out, imports become live and partitions are dropped, so three things must hold:
 *
 * <ul>
 *   <li>The result gets its id when the merge is planned: whatever is written out meanwhile has a larger one and stays
 *       newer. A run that got its id before and becomes live after ({@link #overtakes}) must be given another one.
 *   <li>The inputs stay live until the result replaces them: who drops one of them gives the merge up first
 *       ({@link #giveUpIfMerging}), else the result would bring it back.
 *   <li>What a crash leaves of it is a temporary file, which the next start deletes.
 * </ul>
 *
 * <p>One thread at a time: the lock of the maintenance.
 */
final class StoreMerges {
    /** A slice copies as many samples as a memtable of sixteen bytes each: some tenths of a second on a small machine. */
    private static final int SLICE_BYTES_A_SAMPLE = 16;

    private static final long POSTPONE_MS = 60_000;

    /** A window that is merged upward to is at most this part of the retention, */
    private static final int RETENTION_PARTS = 4;

    /** and its runs take at most this part of the bound on disk: what is dropped is dropped whole. */
    private static final int BUDGET_PARTS = 16;

    private final Store store;
    private final Directory directory;
    private final LiveFiles files;
    private final WriteCounter writes;
    private final Commit commit;

    private @Nullable Merge merge;
    private @Nullable StoreBudget budget;

    /** Windows that could not be merged, and when to try again. */
    private final Map<TimeRange, Long> postponedUntilMs = new HashMap<>();

    /** Makes the result of a merge live in the place of its inputs. */
    interface Commit {
        void replace(Collection<Run> removed, Collection<RunInfo> added, Set<String> damaged) throws IOException;
    }

    /** A merge that has begun. */
    private record Merge(CompactionPlan plan, long id, CompactionJob job, Set<String> damaged) {}

    StoreMerges(Store store, LiveFiles files, WriteCounter writes, Commit commit) {
        this.store = store;
        this.directory = store.directory();
        this.files = files;
        this.writes = writes;
        this.commit = commit;
    }

    /** Bounds what is written; to be said once, before the first step. */
    void within(StoreBudget bounds) {
        budget = bounds;
    }

    private boolean fits(CompactionPlan plan) {
        return budget == null || budget.fits(plan.inputBytes());
    }

    /** Whether samples give way to rows in the merge under way. */
    boolean isThinning() {
        Merge now = merge;
        return now != null && now.plan.tier() > 0;
    }

    /** Whether a window that could not be merged is left alone for a while. */
    boolean isPostponed(TimeRange window) {
        return postponedUntilMs.keySet().stream().anyMatch(window::overlaps);
    }

    /** Begins to thin, unless a merge is under way that must end first; whether it did. */
    boolean thin(CompactionPlan plan) throws IOException {
        if (merge != null) {
            return false;
        }
        merge = begin(plan);
        return true;
    }

    /** Does a slice of the merge under way, or begins the next one; false when there is nothing to merge. */
    boolean step(boolean everything) throws IOException {
        Merge now = merge;
        if (now == null) {
            now = plan(everything);
            if (now == null) {
                return false;
            }
            merge = now;
        }
        try {
            if (now.job.step(store.options().memtableBytes() / SLICE_BYTES_A_SAMPLE)) {
                merge = null;
                writes.merged(now.job.writtenBytes());
                if (budget != null && now.plan.tier() > 0) {
                    budget.noteThinned(now.plan.inputs());
                }
                List<RunInfo> result = now.job.result().map(List::of).orElse(List.of());
                commit.replace(now.job.inputs(), result, now.damaged);
            }
            return true;
        } catch (IOException e) {
            // A sector that cannot be read now must not keep every other partition from being merged.
            postponedUntilMs.put(now.plan.partition(), store.options().clock().getAsLong() + POSTPONE_MS);
            giveUp();
            throw e;
        }
    }

    private @Nullable Merge plan(boolean everything) throws IOException {
        StoreOptions options = store.options();
        long nowMs = options.clock().getAsLong();
        postponedUntilMs.values().removeIf(until -> until <= nowMs || until > nowMs + POSTPONE_MS);
        CompactionPlan plan = pick(nowMs, everything);
        if (!everything) {
            // To have fewer and denser files is no duty: where there is no room, what is small goes on.
            while (plan != null && (!fits(plan) || (isForDensity(plan) && !hasRoom(plan)))) {
                postponedUntilMs.put(plan.partition(), nowMs + POSTPONE_MS);
                plan = pick(nowMs, false);
            }
        }
        return plan == null ? null : begin(plan);
    }

    private boolean isForDensity(CompactionPlan plan) {
        return plan.partition().lengthMs() > store.options().partitionMs()
                || plan.inputs().size() == 1;
    }

    /** Whether a window is postponed, or one inside of it: what is smaller goes on by itself. */
    private boolean waits(TimeRange window) {
        return postponedUntilMs.keySet().stream()
                .anyMatch(postponed -> window.overlaps(postponed) && window.lengthMs() >= postponed.lengthMs());
    }

    private boolean hasRoom(CompactionPlan plan) throws IOException {
        return directory.usableBytes() >= StoreMaintenance.SMALL_FILE_BYTES + plan.inputBytes();
    }

    private @Nullable CompactionPlan pick(long nowMs, boolean everything) {
        StoreOptions options = store.options();
        Tombstones tombstones = store.state().version().tombstones();
        CompactionPicker.Limits limits = new CompactionPicker.Limits(
                nowMs - options.sealGraceMs(),
                options.retentionMs() == 0 ? Long.MIN_VALUE : nowMs - options.retentionMs(),
                options.retentionMs() == 0 ? Long.MAX_VALUE : options.retentionMs() / RETENTION_PARTS,
                options.maxBytes() == 0 ? Long.MAX_VALUE : options.maxBytes() / BUDGET_PARTS,
                window -> !everything && waits(window),
                run -> everything ? tombstones.hit(run.id()) : DeletedShare.wantsRewrite(run, tombstones, nowMs));
        return CompactionPicker.pick(
                        store.state().version().infos(), new MergeWindows(options.partitionMs()), limits, everything)
                .orElse(null);
    }

    private Merge begin(CompactionPlan plan) throws IOException {
        Set<Long> ids = new HashSet<>();
        plan.inputs().forEach(input -> ids.add(input.id()));
        List<Run> inputs = new ArrayList<>();
        for (Run run : store.state().version().runs()) {
            if (ids.contains(run.info().id())) {
                inputs.add(run);
            }
        }
        store.requireRoom(plan.inputBytes());
        long id = files.nextId();
        Set<String> damaged = new HashSet<>();
        CompactionJob job = job(
                id,
                inputs,
                plan,
                damage -> {
                    store.damageLog().add(damage);
                    damaged.add(damage.file());
                },
                store.state().version().tombstones());
        return new Merge(plan, id, job, damaged);
    }

    private CompactionJob job(
            long id,
            List<Run> inputs,
            CompactionPlan plan,
            java.util.function.Consumer<Damage> damages,
            Tombstones tombstones) {
        String name = files.temporaryName(plan.partition().fromInclusiveMs(), id);
        int samples = plan.level() < RunInfo.LEVEL_SEALED
                ? ChunkCutter.YOUNG_SAMPLES
                : plan.partition().lengthMs() > store.options().partitionMs()
                        ? ChunkCutter.HISTORY_SAMPLES
                        : ChunkCutter.SEALED_SAMPLES;
        return new CompactionJob(
                directory, name, id, inputs, plan.partition(), plan.level(), plan.tier(), samples, tombstones, damages);
    }

    /** Merges runs that are not live into a file under its temporary name, at once. */
    Optional<RunInfo> mergeAside(List<Run> inputs, CompactionPlan plan, java.util.function.Consumer<Damage> damages)
            throws IOException {
        return mergeAside(inputs, plan, store.state().version().tombstones(), damages);
    }

    /** The same, with what is deleted of runs that are in no version. */
    Optional<RunInfo> mergeAside(
            List<Run> inputs, CompactionPlan plan, Tombstones tombstones, java.util.function.Consumer<Damage> damages)
            throws IOException {
        try (CompactionJob job = job(files.nextId(), inputs, plan, damages, tombstones)) {
            Optional<RunInfo> result = job.run();
            writes.merged(job.writtenBytes());
            return result;
        }
    }

    /** Whether the merge under way will leave a run that overlaps another one and counts as newer. */
    boolean overtakes(RunInfo run) {
        Merge now = merge;
        return now != null && now.id > run.id() && now.plan.partition().overlaps(run.partition());
    }

    /** Bytes that the merge under way takes on the disk beside its inputs. */
    long unfinishedBytes() {
        Merge now = merge;
        return now == null ? 0 : now.job.writtenBytes();
    }

    /** Gives the merge under way up when one of its inputs is about to go. */
    void giveUpIfMerging(Collection<Run> leaving) {
        Merge now = merge;
        if (now != null && now.job.inputs().stream().anyMatch(leaving::contains)) {
            postponedUntilMs.put(now.plan.partition(), store.options().clock().getAsLong() + POSTPONE_MS);
            giveUp();
        }
    }

    /** Ends the merge under way without a result. */
    void giveUp() {
        Merge now = merge;
        merge = null;
        if (now != null) {
            writes.merged(now.job.writtenBytes());
            try {
                now.job.close();
            } catch (IOException e) {
                files.deleteLater(files.temporaryName(now.plan.partition().fromInclusiveMs(), now.id));
            }
        }
    }
}
