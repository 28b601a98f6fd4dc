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
    private long othersMs = Long.MIN_VALUE; // until the next pick no other head is before this
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
            SampleCursor source = sources[current];
            long passed = source.timestampMs();
            if (passed < othersMs) {
                // The usual case by far: runs that follow one another in time.
                alive[current] = source.next();
                return (alive[current] && source.timestampMs() < othersMs) || pick();
            }
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

    /** Chooses the earliest head, the newest source of several, and notes when the earliest of the others is. */
    private boolean pick() {
        current = -1;
        long earliest = Long.MAX_VALUE;
        othersMs = Long.MAX_VALUE;
        for (int i = 0; i < sources.length; i++) {
            if (alive[i]) {
                long head = sources[i].timestampMs();
                if (head <= earliest) {
                    othersMs = current < 0 ? othersMs : earliest;
                    earliest = head;
                    current = i;
                } else {
                    othersMs = Math.min(othersMs, head);
                }
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
