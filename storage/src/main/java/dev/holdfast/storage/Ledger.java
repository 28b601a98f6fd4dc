package dev.holdfast.storage;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named, durable record of what has been dealt with, along the time line. Storage keeps it and gives it no meaning;
 * the forwarder has one for each upstream, by its configured name.
 *
 * <p>An appended sample whose time is already covered re-opens its millisecond, by itself. Changes are logged with the
 * samples, in order, so that after a crash the ledger agrees with the data. Any thread.
 */
public interface Ledger {
    /** The name it was opened by. */
    String name();

    /** Its state now. */
    IntervalLedger intervals();

    /** The newest note, or null when there never was one. */
    @Nullable
    Note note();

    /**
     * Begins to deal with a range. Take the claim before the {@link Snapshot} that is sent: a sample that is appended
     * inside the range while the claim is open stays pending when the claim is settled.
     */
    Claim claim(TimeRange range);

    /** Makes a range pending again, whatever became of it. */
    void reopen(TimeRange range) throws IOException;

    /** Replaces the note. */
    void note(Note note) throws IOException;

    /**
     * What the owner of the ledger wants to remember beside the intervals, for example an upstream's last answer.
     *
     * @param timestampMs when, milliseconds since the epoch
     * @param text what, one line
     * @param numbers what the positions mean is the owner's business; each note has all of them, as they are then, so that
     *     reading the log again gives the same. At most {@link #NUMBERS_MAX}
     */
    record Note(long timestampMs, String text, List<Long> numbers) {
        /** More numbers than this are refused. */
        public static final int NUMBERS_MAX = 32;

        /** Copies the numbers. */
        public Note {
            if (numbers.size() > NUMBERS_MAX) {
                throw new IllegalArgumentException("too many numbers in a note: size=" + numbers.size());
            }
            numbers = List.copyOf(numbers);
        }

        /** A note without numbers. */
        public Note(long timestampMs, String text) {
            this(timestampMs, text, List.of());
        }
    }

    /** A range that is under way. One thread. */
    interface Claim extends AutoCloseable {
        /** The range. */
        TimeRange range();

        /**
         * Puts a part of the range, less what was appended there meanwhile, in a state.
         *
         * @param detail a number that goes with the state, 0 for none
         * @param note replaces the ledger's note when it is not null
         * @throws IOException when it could not be logged; the ledger is then as before
         */
        void settle(TimeRange part, LedgerState state, int detail, @Nullable Note note) throws IOException;

        /** Ends the claim; what was not settled is pending still. */
        @Override
        void close();
    }
}
