package dev.holdfast.query.script;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Snapshot;

/** Where a script's samples are kept. */
interface SampleBench {
    /** Forgets all samples. */
    void clear();

    /** Adds a sample; of two at one time the later counts. */
    void add(Labels labels, long timestampMs, long bits);

    /** What was added so far; valid until the next change. */
    Snapshot snapshot();
}
