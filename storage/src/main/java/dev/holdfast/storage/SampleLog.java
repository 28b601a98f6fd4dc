package dev.holdfast.storage;

import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.wal.LedgerChange;
import dev.holdfast.storage.wal.Wal;
import dev.holdfast.storage.wal.WalEncoder;
import java.io.IOException;
import java.util.function.IntFunction;

/**
 * Writes ticks and ledger changes to the log, with what a segment must be told before them, and begins a new segment where
 * one is full. One thread at a time: the store's append lock.
 */
final class SampleLog {
    private final Wal wal;
    private final IntFunction<Labels> labelsOf;
    private final WalEncoder encoder = new WalEncoder();

    SampleLog(Wal wal, IntFunction<Labels> labelsOf) {
        this.wal = wal;
        this.labelsOf = labelsOf;
    }

    /** Begins a new segment; its id. */
    long roll(int minimumBytes) throws IOException {
        long id = wal.roll(minimumBytes);
        encoder.beginSegment();
        return id;
    }

    /** From here on ticks may wait for {@link #endGroup}, see {@link Wal#beginGroup}. */
    void beginGroup() {
        wal.beginGroup();
    }

    /** The ticks of the group are in the log. After an exception only a new segment may follow. */
    void endGroup() throws IOException {
        wal.endGroup();
    }

    /** Logs one tick. */
    void row(LayoutTable.Layout layout, long timestampMs, long[] valueBits) throws IOException {
        int count = layout.refs().length;
        if (!tryRow(layout, timestampMs, valueBits, count)) {
            // Room for the definitions and the row, whatever they take in this segment.
            roll(count * 600 + 4096);
            if (!tryRow(layout, timestampMs, valueBits, count)) {
                roll(64 << 20);
                if (!tryRow(layout, timestampMs, valueBits, count)) {
                    throw new IOException("a tick of " + count + " series does not fit into a log segment");
                }
            }
        }
    }

    private boolean tryRow(LayoutTable.Layout layout, long timestampMs, long[] valueBits, int count)
            throws IOException {
        if (!encoder.knowsLayout(layout.id())) {
            if (!encoder.knowsSeries(layout.refs(), count)) {
                if (!wal.append(encoder.series(layout.refs(), count, labelsOf))) {
                    return false;
                }
                encoder.seriesWereAppended(layout.refs(), count);
            }
            if (!wal.append(encoder.layout(layout.id(), layout.refs(), count))) {
                return false;
            }
            encoder.layoutWasAppended(layout.id(), count);
        }
        if (!wal.append(encoder.row(layout.id(), timestampMs, valueBits, count))) {
            return false;
        }
        encoder.rowWasAppended(layout.id(), timestampMs, valueBits, count);
        return true;
    }

    /** Logs a change of a ledger. */
    void ledger(LedgerChange change) throws IOException {
        ByteWriter record = encoder.ledger(change);
        if (!wal.append(record)) {
            roll(record.size());
            if (!wal.append(encoder.ledger(change))) {
                throw new IOException("a change of ledger " + change.name() + " does not fit into a log segment");
            }
        }
    }
}
