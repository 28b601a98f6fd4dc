package dev.holdfast.storage.wal;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a ledger as the log and the manifest keep them. See docs/format/wal.md. Stateless. */
public final class LedgerCodec {
    private static final int NO_NOTE = 0;
    private static final int NOTE = 1;
    /** Also what a program reads that knows no numbers: they come last, and it passes over them. */
    private static final int NOTE_WITH_NUMBERS = 2;

    private LedgerCodec() {}

    static void writeEntry(IntervalLedger.Entry entry, ByteWriter out) {
        out.u64(entry.fromInclusiveMs());
        out.u64(entry.toExclusiveMs());
        out.u8(entry.state().code());
        out.varint(entry.detail());
    }

    static IntervalLedger.Entry readEntry(ByteReader in) throws CorruptionException {
        TimeRange range = readRange(in);
        LedgerState state = state(in);
        return new IntervalLedger.Entry(range.fromInclusiveMs(), range.toExclusiveMs(), state, (int) in.varint());
    }

    static TimeRange readRange(ByteReader in) throws CorruptionException {
        long from = in.u64();
        long to = in.u64();
        if (from > to) {
            throw in.wrong("range", "ends before it begins: " + from + " to " + to);
        }
        return new TimeRange(from, to);
    }

    private static LedgerState state(ByteReader in) throws CorruptionException {
        int code = in.u8();
        if (code < 1 || code > LedgerState.values().length) {
            throw in.wrong("ledger state", "expected 1 to " + LedgerState.values().length + ", found " + code);
        }
        return LedgerState.ofCode(code);
    }

    /** Writes all entries of a ledger, each as its distance from the one before and its length: seven bytes or so. */
    public static void writeIntervals(IntervalLedger intervals, ByteWriter out) {
        out.uvarint(intervals.entries().size());
        long before = 0;
        for (IntervalLedger.Entry entry : intervals.entries()) {
            out.varint(entry.fromInclusiveMs() - before);
            out.uvarint(entry.toExclusiveMs() - entry.fromInclusiveMs());
            out.u8(entry.state().code());
            out.varint(entry.detail());
            before = entry.toExclusiveMs();
        }
    }

    /** Reads what {@link #writeIntervals} wrote. */
    public static IntervalLedger readIntervals(ByteReader in) throws CorruptionException {
        int count = in.count(in.remaining() / 4, "ledger entries");
        List<IntervalLedger.Entry> entries = new ArrayList<>(count);
        long before = 0;
        for (int i = 0; i < count; i++) {
            long from = before + in.varint();
            long to = from + in.uvarint();
            if (from > to) {
                throw in.wrong("ledger entry", "ends before it begins: " + from + " to " + to);
            }
            LedgerState state = state(in);
            entries.add(new IntervalLedger.Entry(from, to, state, (int) in.varint()));
            before = to;
        }
        return IntervalLedger.of(entries);
    }

    /** Reads all entries of a ledger as manifests of versions 1 and 2 have them. */
    public static IntervalLedger readWideIntervals(ByteReader in) throws CorruptionException {
        int count = in.count(in.remaining() / 18, "ledger entries");
        List<IntervalLedger.Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(readEntry(in));
        }
        return IntervalLedger.of(entries);
    }

    /** Writes a note, or that there is none. */
    public static void writeNote(Ledger.@Nullable Note note, ByteWriter out) {
        if (note == null) {
            out.u8(NO_NOTE);
            return;
        }
        List<Long> numbers = note.numbers();
        out.u8(numbers.isEmpty() ? NOTE : NOTE_WITH_NUMBERS);
        out.u64(note.timestampMs());
        out.string(note.text());
        if (!numbers.isEmpty()) {
            out.uvarint(numbers.size());
            for (long number : numbers) {
                out.varint(number);
            }
        }
    }

    /** Reads what {@link #writeNote} wrote. */
    public static Ledger.@Nullable Note readNote(ByteReader in) throws CorruptionException {
        int kind = in.u8();
        if (kind == NO_NOTE) {
            return null;
        }
        if (kind > NOTE_WITH_NUMBERS) {
            throw in.wrong("kind of note", "expected 0 to " + NOTE_WITH_NUMBERS + ", found " + kind);
        }
        long timestampMs = in.u64();
        String text = in.string();
        if (kind == NOTE) {
            return new Ledger.Note(timestampMs, text);
        }
        int count = in.count(Ledger.Note.NUMBERS_MAX, "numbers of a note");
        List<Long> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(in.varint());
        }
        return new Ledger.Note(timestampMs, text, numbers);
    }
}
