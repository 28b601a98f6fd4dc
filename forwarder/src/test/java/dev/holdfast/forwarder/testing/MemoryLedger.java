package dev.holdfast.forwarder.testing;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A ledger of a {@link MemoryStore}; can be told that the disk is full. Any thread. */
public final class MemoryLedger implements Ledger {
    private final String name;
    private final MemoryStore lock;
    private final List<MemoryClaim> claims = new ArrayList<>();
    private IntervalLedger intervals = IntervalLedger.EMPTY;
    private @Nullable Note note;
    private boolean full;
    private int noteWrites;

    MemoryLedger(String name, MemoryStore lock) {
        this.name = name;
        this.lock = lock;
    }

    /** From now on writes fail, or no longer do. */
    public void diskFull(boolean value) {
        synchronized (lock) {
            full = value;
        }
    }

    /** How often a note was written. */
    public int noteWrites() {
        synchronized (lock) {
            return noteWrites;
        }
    }

    /** Claims that were not closed. */
    public int openClaims() {
        synchronized (lock) {
            return claims.size();
        }
    }

    void crash() {
        claims.clear();
    }

    void evicted(TimeRange range) {
        for (TimeRange pending : range.isEmpty() ? List.<TimeRange>of() : intervals.pending(range)) {
            intervals = intervals.with(pending, LedgerState.EVICTED, 0);
        }
    }

    void appended(long timestampMs) {
        intervals = intervals.without(new TimeRange(timestampMs, timestampMs + 1));
        claims.forEach(claim -> claim.appended.add(timestampMs));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public IntervalLedger intervals() {
        synchronized (lock) {
            return intervals;
        }
    }

    @Override
    public @Nullable Note note() {
        synchronized (lock) {
            return note;
        }
    }

    @Override
    public Claim claim(TimeRange range) {
        synchronized (lock) {
            MemoryClaim claim = new MemoryClaim(range);
            claims.add(claim);
            return claim;
        }
    }

    @Override
    public void reopen(TimeRange range) throws IOException {
        synchronized (lock) {
            write();
            intervals = intervals.without(range);
        }
    }

    @Override
    public void note(Note value) throws IOException {
        synchronized (lock) {
            write();
            note = value;
            noteWrites++;
        }
    }

    private void write() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    private final class MemoryClaim implements Claim {
        private final TimeRange range;
        private final TreeSet<Long> appended = new TreeSet<>();

        MemoryClaim(TimeRange range) {
            this.range = range;
        }

        @Override
        public TimeRange range() {
            return range;
        }

        @Override
        public void settle(TimeRange part, LedgerState state, int detail, @Nullable Note newNote) throws IOException {
            synchronized (lock) {
                if (part.fromInclusiveMs() < range.fromInclusiveMs()
                        || part.toExclusiveMs() > range.toExclusiveMs()
                        || !claims.contains(this)) {
                    throw new IllegalArgumentException("not part of an open claim: part=" + part + " claim=" + range);
                }
                write();
                long from = part.fromInclusiveMs();
                for (long late : appended.subSet(part.fromInclusiveMs(), part.toExclusiveMs())) {
                    intervals = intervals.with(new TimeRange(from, late), state, detail);
                    from = late + 1;
                }
                intervals = intervals.with(new TimeRange(from, part.toExclusiveMs()), state, detail);
                if (newNote != null) {
                    note = newNote;
                    noteWrites++;
                }
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                claims.remove(this);
            }
        }
    }
}
