package dev.holdfast.storage;

import dev.holdfast.storage.manifest.LedgerRecord;
import dev.holdfast.storage.wal.LedgerChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledgers of a store, by name. Changes go to the log first, through the {@link Log} given; a sample that is appended
 * re-opens its millisecond in every ledger and in every claim under way. Reads: any thread; changes: under the log's lock.
 */
final class LedgerBook {
    /** Claims remember at most so many late moments; beyond that the whole range stays pending. */
    private static final int MAX_LATE_MOMENTS = 10_000;

    /** Where changes are made durable, and then applied to the book. */
    interface Log {
        /** Asks for the change when no sample can be appended any more until it is applied. */
        void write(Supplier<LedgerChange> change) throws IOException;
    }

    private final Map<String, LiveLedger> ledgers = new ConcurrentSkipListMap<>();
    private LiveLedger[] toTell = {}; // all of them, for the thread that appends: walking the map would make garbage

    /** A book with what the manifest had. */
    LedgerBook(SortedMap<String, LedgerRecord> records) {
        records.forEach((name, record) -> ledgers.put(name, new LiveLedger(name, record)));
        toTell = ledgers.values().toArray(toTell);
    }

    /** Applies a change that the log has. */
    void apply(LedgerChange change) {
        LiveLedger ledger = ledgers.computeIfAbsent(change.name(), name -> new LiveLedger(name, LedgerRecord.EMPTY));
        ledger.apply(change);
        if (toTell.length != ledgers.size()) {
            toTell = ledgers.values().toArray(toTell);
        }
    }

    /** A sample was appended at a time. Called with the log's lock held. */
    void onAppend(long timestampMs) {
        for (LiveLedger ledger : toTell) {
            ledger.onAppend(timestampMs);
        }
    }

    List<String> names() {
        return List.copyOf(ledgers.keySet());
    }

    /** The intervals of a ledger; none when there is no such ledger. */
    IntervalLedger intervals(String name) {
        LiveLedger ledger = ledgers.get(name);
        return ledger == null ? IntervalLedger.EMPTY : ledger.intervals();
    }

    /** The note of a ledger, or null. */
    Ledger.@Nullable Note note(String name) {
        LiveLedger ledger = ledgers.get(name);
        return ledger == null ? null : ledger.note();
    }

    /** The ledger of a name, made and logged when it is new. */
    LiveLedger open(String name, Log log) throws IOException {
        LiveLedger known = ledgers.get(name);
        if (known == null) {
            log.write(() -> new LedgerChange(name, List.of(), List.of(), null));
            known = ledgers.get(name);
        }
        if (known == null) {
            throw new IllegalStateException("ledger was not made: name=" + name);
        }
        known.log = log;
        return known;
    }

    /** The state of all ledgers, for the manifest. */
    SortedMap<String, LedgerRecord> records() {
        TreeMap<String, LedgerRecord> records = new TreeMap<>();
        ledgers.forEach((name, ledger) -> records.put(name, ledger.record));
        return Collections.unmodifiableSortedMap(records);
    }

    /** The intervals of all ledgers. */
    Collection<IntervalLedger> intervals() {
        List<IntervalLedger> result = new ArrayList<>();
        ledgers.values().forEach(ledger -> result.add(ledger.record.intervals()));
        return result;
    }

    /** One named ledger. */
    static final class LiveLedger implements Ledger {
        private final String name;
        private final List<OpenClaim> claims = new CopyOnWriteArrayList<>();
        private volatile LedgerRecord record;
        private volatile @Nullable Log log;

        LiveLedger(String name, LedgerRecord record) {
            this.name = name;
            this.record = record;
        }

        void apply(LedgerChange change) {
            LedgerRecord before = record;
            record = new LedgerRecord(
                    change.applyTo(before.intervals()), change.note() == null ? before.note() : change.note());
            for (TimeRange reopened : change.reopened()) {
                for (OpenClaim claim : claims) {
                    claim.onReopen(reopened);
                }
            }
        }

        void onAppend(long timestampMs) {
            LedgerRecord before = record;
            boolean late = before.intervals().covers(timestampMs);
            if (!late && claims.isEmpty()) {
                return; // the usual case, without garbage
            }
            TimeRange moment = new TimeRange(timestampMs, timestampMs + 1);
            if (late) {
                record = new LedgerRecord(before.intervals().without(moment), before.note());
            }
            for (OpenClaim claim : claims) {
                claim.onAppend(moment);
            }
        }

        private void write(LedgerChange change) throws IOException {
            Log writer = log;
            if (writer == null) {
                throw new IllegalStateException("ledger is read only: name=" + name);
            }
            writer.write(() -> change);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public IntervalLedger intervals() {
            return record.intervals();
        }

        @Override
        public @Nullable Note note() {
            return record.note();
        }

        @Override
        public Claim claim(TimeRange range) {
            OpenClaim claim = new OpenClaim(this, range);
            claims.add(claim);
            return claim;
        }

        @Override
        public void reopen(TimeRange range) throws IOException {
            write(new LedgerChange(name, List.of(range), List.of(), null));
        }

        @Override
        public void note(Note note) throws IOException {
            write(new LedgerChange(name, List.of(), List.of(), note));
        }
    }

    private static final class OpenClaim implements Ledger.Claim {
        private final LiveLedger ledger;
        private final TimeRange range;
        private volatile IntervalLedger late = IntervalLedger.EMPTY;

        OpenClaim(LiveLedger ledger, TimeRange range) {
            this.ledger = ledger;
            this.range = range;
        }

        void onAppend(TimeRange moment) {
            if (range.contains(moment.fromInclusiveMs())) {
                IntervalLedger before = late;
                late = before.with(before.entries().size() < MAX_LATE_MOMENTS ? moment : range, LedgerState.SKIPPED, 0);
            }
        }

        /** A range became pending again after the claim was taken: what the claim's owner sent may lack it. */
        void onReopen(TimeRange reopened) {
            late = late.with(range.intersect(reopened), LedgerState.SKIPPED, 0);
        }

        @Override
        public TimeRange range() {
            return range;
        }

        @Override
        public void settle(TimeRange part, LedgerState state, int detail, Ledger.@Nullable Note note)
                throws IOException {
            if (part.fromInclusiveMs() < range.fromInclusiveMs() || part.toExclusiveMs() > range.toExclusiveMs()) {
                throw new IllegalArgumentException("outside of the claim: part=" + part + " claim=" + range);
            }
            Log writer = ledger.log;
            if (writer == null) {
                throw new IllegalStateException("ledger is read only: name=" + ledger.name);
            }
            writer.write(() -> new LedgerChange(ledger.name, List.of(), quietParts(part, state, detail), note));
        }

        /** The part, less the moments at which samples came late. Called with the log's lock held. */
        private List<IntervalLedger.Entry> quietParts(TimeRange part, LedgerState state, int detail) {
            List<IntervalLedger.Entry> settled = new ArrayList<>();
            for (TimeRange quiet : late.pending(part)) {
                if (!quiet.isEmpty()) {
                    settled.add(
                            new IntervalLedger.Entry(quiet.fromInclusiveMs(), quiet.toExclusiveMs(), state, detail));
                }
            }
            return settled;
        }

        @Override
        public void close() {
            ledger.claims.remove(this);
        }
    }
}
