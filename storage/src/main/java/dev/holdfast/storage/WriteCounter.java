package dev.holdfast.storage;

import dev.holdfast.storage.sstable.RunInfo;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Counts what is written, on top of what earlier processes wrote. Any thread. */
final class WriteCounter {
    private final WriteTotals before;
    private final LongSupplier loggedBytes;
    private final AtomicLong flushedBytes = new AtomicLong();
    private final AtomicLong mergedBytes = new AtomicLong();
    private final AtomicLong samples = new AtomicLong();

    /** Over what the manifest says, and a count of what this process logs. */
    WriteCounter(WriteTotals before, LongSupplier loggedBytes) {
        this.before = before;
        this.loggedBytes = loggedBytes;
    }

    void flushed(List<RunInfo> runs) {
        runs.forEach(run -> flushedBytes.addAndGet(run.sizeBytes()));
    }

    void merged(long bytes) {
        mergedBytes.addAndGet(bytes);
    }

    /** Samples that are in live runs now, and were not in any before. */
    void kept(long count) {
        samples.addAndGet(count);
    }

    /** Everything but the samples in memory: those are counted when they are written out, or replayed and then counted. */
    WriteTotals totals() {
        return new WriteTotals(
                before.loggedBytes() + loggedBytes.getAsLong(),
                before.flushedBytes() + flushedBytes.get(),
                before.mergedBytes() + mergedBytes.get(),
                before.samples() + samples.get());
    }
}
