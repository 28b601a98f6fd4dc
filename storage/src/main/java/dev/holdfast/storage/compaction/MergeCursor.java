package dev.holdfast.storage.compaction;

import dev.holdfast.storage.SampleCursor;
import java.util.List;

/**
 * Several cursors of one series as one: in time order, and of samples at the same time that of the newest source.
 *
 * <p>Sources are few (runs of one partition), so the next is found by looking at all heads. One thread.
 */
public final class MergeCursor implements SampleCursor {
    private final SampleCursor[] sources;
    private final boolean[] alive;
    private int current = -1;
    private boolean started;

    private MergeCursor(List<SampleCursor> sources) {
        this.sources = sources.toArray(new SampleCursor[0]);
        this.alive = new boolean[this.sources.length];
    }

    /** Of cursors that stand before their first sample, those of older sources first. */
    public static SampleCursor of(List<SampleCursor> oldestFirst) {
        return oldestFirst.size() == 1 ? oldestFirst.get(0) : new MergeCursor(oldestFirst);
    }

    @Override
    public boolean next() {
        if (!started) {
            started = true;
            for (int i = 0; i < sources.length; i++) {
                alive[i] = sources[i].next();
            }
        } else if (current >= 0) {
            long passed = sources[current].timestampMs();
            for (int i = 0; i < sources.length; i++) {
                if (alive[i] && sources[i].timestampMs() == passed) {
                    alive[i] = sources[i].next();
                }
            }
        }
        return pick();
    }

    @Override
    public boolean seek(long timestampMs) {
        if (started && current < 0) {
            return false;
        }
        if (started && sources[current].timestampMs() >= timestampMs) {
            return true;
        }
        for (int i = 0; i < sources.length; i++) {
            alive[i] = (!started || alive[i]) && sources[i].seek(timestampMs);
        }
        started = true;
        return pick();
    }

    /** Chooses the earliest head, the newest source of several. */
    private boolean pick() {
        current = -1;
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < sources.length; i++) {
            if (alive[i] && sources[i].timestampMs() <= earliest) {
                earliest = sources[i].timestampMs();
                current = i;
            }
        }
        return current >= 0;
    }

    @Override
    public long timestampMs() {
        return started ? sources[current].timestampMs() : Long.MIN_VALUE;
    }

    @Override
    public long valueBits() {
        return sources[current].valueBits();
    }
}
