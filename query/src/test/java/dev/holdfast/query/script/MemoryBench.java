package dev.holdfast.query.script;

import dev.holdfast.query.memory.MemorySnapshot;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Snapshot;

/** Samples in memory. */
final class MemoryBench implements SampleBench {
    private MemorySnapshot samples = new MemorySnapshot();

    @Override
    public void clear() {
        samples = new MemorySnapshot();
    }

    @Override
    public void add(Labels labels, long timestampMs, long bits) {
        samples.addBits(labels, timestampMs, bits);
    }

    @Override
    public Snapshot snapshot() {
        return samples;
    }
}
