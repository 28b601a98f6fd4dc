package dev.holdfast.storage.wal;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.io.ByteReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Understands the records of one segment, in order: the counterpart of {@link WalEncoder}. One thread.
 */
public final class WalDecoder implements SegmentReader.Visitor {
    private static final int MAX_SERIES_OF_A_ROW = 16 << 20;

    /** Takes what the log says, in order. */
    public interface Visitor {
        /** The ref by which the caller knows a series from now on. */
        int series(Labels labels) throws IOException;

        /** One tick; the arrays are the decoder's and hold until the call returns. */
        void row(int[] refs, int count, long timestampMs, long[] valueBits) throws IOException;

        /** A change of a ledger. */
        void ledger(LedgerChange change) throws IOException;

        /** Something could not be read. */
        void damage(Damage damage);

        /** Something is not what it should be, and costs no record. */
        default void flaw(Damage damage) {
            damage(damage);
        }
    }

    private static final class LayoutState {
        final int[] refs;
        final long[] row;
        long timestampMs;
        int nextRow; // -1: waits for a full row

        LayoutState(int[] refs) {
            this.refs = refs;
            this.row = new long[refs.length];
        }
    }

    private final String file;
    private final Visitor visitor;
    private final Map<Integer, Integer> refs = new HashMap<>();
    private final Map<Integer, LayoutState> layouts = new HashMap<>();
    private long rowsWithoutBase;
    private boolean gapSeen;
    private boolean damageSeen;

    /** For the records of one segment, whose name goes into messages. */
    public WalDecoder(String file, Visitor visitor) {
        this.file = file;
        this.visitor = visitor;
    }

    @Override
    public void record(ByteReader in) throws IOException {
        int type = in.u8();
        switch (type) {
            case WalFormat.SERIES -> series(in);
            case WalFormat.LAYOUT -> layout(in);
            case WalFormat.ROW -> row(in);
            case WalFormat.LEDGER -> visitor.ledger(ledger(in));
            default -> throw in.wrong("log record type", "expected 1 to 4, found " + type);
        }
    }

    /** The row before may be among what is missing, so every layout waits for a full row. */
    @Override
    public void gap() {
        gapSeen = true;
        for (LayoutState state : layouts.values()) {
            state.nextRow = -1;
        }
    }

    @Override
    public void damage(Damage damage) {
        gap();
        damageSeen = true;
        visitor.damage(damage);
    }

    @Override
    public void flaw(Damage damage) {
        visitor.flaw(damage);
    }

    /** To be called after the last record: reports rows that were lost because damage took the row before them. */
    public void end() {
        if (rowsWithoutBase > 0 && damageSeen) {
            visitor.damage(new Damage(
                    file, -1, rowsWithoutBase + " ticks of the write-ahead log lost: they build on damaged ones"));
        }
    }

    private void series(ByteReader in) throws IOException {
        while (in.remaining() > 0) {
            int ref = in.count(Integer.MAX_VALUE, "series ref");
            int count = in.count(in.remaining(), "label count");
            Labels.Builder labels = new Labels.Builder();
            for (int i = 0; i < count; i++) {
                String name = in.string();
                if (name.isEmpty()) {
                    throw in.wrong("label name", "expected characters, found none");
                }
                labels.set(name, in.string());
            }
            refs.put(ref, visitor.series(labels.build()));
        }
    }

    private void layout(ByteReader in) throws CorruptionException {
        int layoutId = in.count(Integer.MAX_VALUE, "layout id");
        int count = in.count(Math.min(in.remaining(), MAX_SERIES_OF_A_ROW), "series of a layout");
        int[] mapped = new int[count];
        long ref = 0;
        for (int i = 0; i < count; i++) {
            ref += in.varint();
            Integer known = refs.get((int) ref);
            if (known == null && gapSeen) {
                return; // introduced in the gap: its rows count as lost
            }
            if (known == null) {
                throw in.wrong("series ref of a layout", "not introduced: " + ref);
            }
            mapped[i] = known;
        }
        layouts.put(layoutId, new LayoutState(mapped));
    }

    private void row(ByteReader in) throws IOException {
        int layoutId = in.count(Integer.MAX_VALUE, "layout id");
        int rowIndex = in.count(WalFormat.KEYFRAME_ROWS - 1, "row index");
        LayoutState state = layouts.get(layoutId);
        if (state == null || (rowIndex != 0 && rowIndex != state.nextRow)) {
            rowsWithoutBase++;
            if (state != null) {
                state.nextRow = -1;
            }
            return;
        }
        long time = in.varint();
        if (rowIndex == 0) {
            java.util.Arrays.fill(state.row, 0);
            state.timestampMs = time;
        } else {
            state.timestampMs += time;
        }
        state.nextRow = -1; // until it has been read whole
        RowCodec.decode(in, state.row, state.refs.length);
        state.nextRow = (rowIndex + 1) % WalFormat.KEYFRAME_ROWS;
        visitor.row(state.refs, state.refs.length, state.timestampMs, state.row);
    }

    private static LedgerChange ledger(ByteReader in) throws CorruptionException {
        String name = in.string();
        int reopenCount = in.count(in.remaining() / 16, "reopened ranges");
        List<TimeRange> reopened = new ArrayList<>(reopenCount);
        for (int i = 0; i < reopenCount; i++) {
            reopened.add(LedgerCodec.readRange(in));
        }
        int settledCount = in.count(in.remaining() / 18, "ledger entries");
        List<IntervalLedger.Entry> settled = new ArrayList<>(settledCount);
        for (int i = 0; i < settledCount; i++) {
            settled.add(LedgerCodec.readEntry(in));
        }
        return new LedgerChange(name, reopened, settled, LedgerCodec.readNote(in));
    }
}
