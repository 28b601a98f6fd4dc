package dev.holdfast.storage.wal;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes records for one segment, and remembers what the segment has been told: which series, which layouts, and each
 * layout's row before.
 *
 * <p>Encoding changes nothing until {@link #rowWasAppended}, so that a record that did not fit can be made again for the
 * next segment after {@link #beginSegment}. One thread.
 */
public final class WalEncoder {
    private final ByteWriter record = new ByteWriter(8 << 10);
    private final BitSet knownSeries = new BitSet();
    private @Nullable LayoutState[] layouts = new LayoutState[8];

    private static final class LayoutState {
        final long[] row;
        long timestampMs;
        int rowIndex;

        LayoutState(int count) {
            row = new long[count];
        }
    }

    /** Forgets everything: a new segment has been told nothing. */
    public void beginSegment() {
        knownSeries.clear();
        Arrays.fill(layouts, null);
    }

    /** Whether the segment knows a layout already. */
    public boolean knowsLayout(int layoutId) {
        return layoutId < layouts.length && layouts[layoutId] != null;
    }

    /** Whether the segment knows all of some series. */
    public boolean knowsSeries(int[] refs, int count) {
        for (int i = 0; i < count; i++) {
            if (!knownSeries.get(refs[i])) {
                return false;
            }
        }
        return true;
    }

    /** A record that introduces those of some series that the segment does not know; valid until the next record. */
    public ByteWriter series(int[] refs, int count, IntFunction<Labels> labelsOf) {
        record.clear();
        record.u8(WalFormat.SERIES);
        for (int i = 0; i < count; i++) {
            if (!knownSeries.get(refs[i])) {
                Labels labels = labelsOf.apply(refs[i]);
                record.uvarint(refs[i]);
                record.uvarint(labels.size());
                labels.forEach((name, value) -> {
                    record.string(name);
                    record.string(value);
                });
            }
        }
        return record;
    }

    /** The segment has been told of these. */
    public void seriesWereAppended(int[] refs, int count) {
        for (int i = 0; i < count; i++) {
            knownSeries.set(refs[i]);
        }
    }

    /** A record that introduces a layout; valid until the next record. */
    public ByteWriter layout(int layoutId, int[] refs, int count) {
        record.clear();
        record.u8(WalFormat.LAYOUT);
        record.uvarint(layoutId);
        record.uvarint(count);
        int before = 0;
        for (int i = 0; i < count; i++) {
            record.varint(refs[i] - before);
            before = refs[i];
        }
        return record;
    }

    /** The segment has been told of this layout. */
    public void layoutWasAppended(int layoutId, int count) {
        if (layoutId >= layouts.length) {
            layouts = Arrays.copyOf(layouts, Math.max(layoutId + 1, layouts.length * 2));
        }
        layouts[layoutId] = new LayoutState(count);
    }

    /** A record with one tick of a known layout; valid until the next record. */
    public ByteWriter row(int layoutId, long timestampMs, long[] valueBits, int count) {
        LayoutState state = state(layoutId);
        record.clear();
        record.u8(WalFormat.ROW);
        record.uvarint(layoutId);
        record.uvarint(state.rowIndex);
        if (state.rowIndex == 0) {
            record.varint(timestampMs);
            Arrays.fill(state.row, 0);
        } else {
            record.varint(timestampMs - state.timestampMs);
        }
        RowCodec.encode(state.row, valueBits, count, record);
        return record;
    }

    /** The segment has this row now: the next one is told as the difference to it. */
    public void rowWasAppended(int layoutId, long timestampMs, long[] valueBits, int count) {
        LayoutState state = state(layoutId);
        System.arraycopy(valueBits, 0, state.row, 0, count);
        state.timestampMs = timestampMs;
        state.rowIndex = (state.rowIndex + 1) % WalFormat.KEYFRAME_ROWS;
    }

    /** A record with a change of a ledger; valid until the next record. */
    public ByteWriter ledger(LedgerChange change) {
        record.clear();
        record.u8(WalFormat.LEDGER);
        record.string(change.name());
        record.uvarint(change.reopened().size());
        for (TimeRange range : change.reopened()) {
            record.u64(range.fromInclusiveMs());
            record.u64(range.toExclusiveMs());
        }
        record.uvarint(change.settled().size());
        for (IntervalLedger.Entry entry : change.settled()) {
            LedgerCodec.writeEntry(entry, record);
        }
        LedgerCodec.writeNote(change.note(), record);
        return record;
    }

    private LayoutState state(int layoutId) {
        LayoutState state = layouts[layoutId];
        if (state == null) {
            throw new IllegalStateException("segment does not know layoutId=" + layoutId);
        }
        return state;
    }
}
