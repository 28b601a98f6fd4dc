package dev.holdfast.fuzz;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.WalEngine;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.wal.LedgerChange;
import dev.holdfast.storage.wal.SegmentReader;
import dev.holdfast.storage.wal.Wal;
import dev.holdfast.storage.wal.WalDecoder;
import dev.holdfast.storage.wal.WalEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A segment of the log: the first byte is the number of changes behind the checksums' back, in triples; then records, each
 * with two bytes of length, which are framed with right checksums. A first byte of 255 means that all the rest is the file.
 */
final class SegmentTarget implements FuzzTarget {
    private static final String NAME = "wal-0000000000000001";

    /** A tick, by what its series are. */
    private record Row(List<Labels> labels, long timestampMs, List<Long> bits) {}

    private static final class Events implements WalDecoder.Visitor {
        final List<Labels> series = new ArrayList<>();
        final Map<Labels, Integer> refs = new HashMap<>();
        final List<Row> rows = new ArrayList<>();
        final List<LedgerChange> changes = new ArrayList<>();

        @Override
        public int series(Labels labels) {
            return refs.computeIfAbsent(labels, known -> {
                series.add(labels);
                return series.size() - 1;
            });
        }

        @Override
        public void row(int[] rowRefs, int count, long timestampMs, long[] valueBits) {
            List<Labels> labels = new ArrayList<>();
            List<Long> bits = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                labels.add(series.get(rowRefs[i]));
                bits.add(valueBits[i]);
            }
            rows.add(new Row(labels, timestampMs, bits));
        }

        @Override
        public void ledger(LedgerChange change) {
            changes.add(change);
        }

        @Override
        public void damage(Damage damage) {
            if (damage.toString().isEmpty()) {
                throw new IllegalStateException("damage without a word");
            }
        }
    }

    @Override
    public void run(byte[] input) throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        if (input.length == 0) {
            return;
        }
        if ((input[0] & 0xff) == 255) {
            directory.put(NAME, java.util.Arrays.copyOfRange(input, 1, input.length));
        } else {
            framed(directory, input);
        }
        Events events = new Events();
        try {
            // A byte of a row stands for four values that did not change, each in a list of objects here.
            Allocation.bounded((4 << 20) + 2_000L * input.length, () -> read(directory, events));
        } catch (UnsupportedFormatException e) {
            return;
        }
        Events again = new Events();
        read(written(events), again);
        if (!again.rows.equals(events.rows) || !again.changes.equals(events.changes)) {
            throw new IllegalStateException("does not come back: " + events.rows + " and " + again.rows);
        }
    }

    private static void framed(SimulatedDirectory directory, byte[] input) throws IOException {
        int edits = Math.min(input[0] & 7, (input.length - 1) / 3);
        try (Wal wal = Wal.open(WalEngine.FILE, directory, 1 << 14, List.of(), 1, false)) {
            wal.roll(0);
            int at = 1 + 3 * edits;
            while (at + 2 < input.length) {
                int length = Math.min((input[at] & 0xff) | (input[at + 1] & 0xff) << 8, input.length - at - 2);
                if (length > 0) {
                    ByteWriter record = new ByteWriter(length);
                    record.raw(input, at + 2, length);
                    if (!wal.append(record)) {
                        break;
                    }
                }
                at += 2 + length;
            }
        }
        byte[] file = directory.content(NAME);
        Edits.apply(java.util.Arrays.copyOf(input, 1 + 3 * edits), 1, file);
        directory.put(NAME, file);
    }

    private static void read(SimulatedDirectory directory, Events events) throws IOException {
        try (ReadableFile file = directory.open(NAME)) {
            WalDecoder decoder = new WalDecoder(NAME, events);
            new SegmentReader().read(file, 1, decoder);
            decoder.end();
        }
    }

    /** More than the events can take, whatever they are. */
    private static int roomBytes(Events events) {
        int bytes = 4096;
        for (Row row : events.rows) {
            bytes += 128 + 16 * row.bits.size();
        }
        for (Labels labels : events.series) {
            bytes += 128 + 4 * labels.toString().length();
        }
        for (LedgerChange change : events.changes) {
            int note = change.note() == null
                    ? 0
                    : change.note().text().length()
                            + 3 * change.note().numbers().size();
            int entries = change.reopened().size() + change.settled().size();
            bytes += 128 + 4 * (change.name().length() + note) + 32 * entries;
        }
        return bytes;
    }

    private static SimulatedDirectory written(Events events) throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        try (Wal wal = Wal.open(WalEngine.FILE, directory, roomBytes(events), List.of(), 1, false)) {
            wal.roll(0);
            WalEncoder encoder = new WalEncoder();
            Map<List<Labels>, Integer> layouts = new HashMap<>();
            for (Row row : events.rows) {
                int[] refs = row.labels.stream().mapToInt(events.refs::get).toArray();
                int layout = layouts.computeIfAbsent(row.labels, labels -> layouts.size());
                if (!encoder.knowsLayout(layout)) {
                    wal.append(encoder.series(refs, refs.length, events.series::get));
                    encoder.seriesWereAppended(refs, refs.length);
                    wal.append(encoder.layout(layout, refs, refs.length));
                    encoder.layoutWasAppended(layout, refs.length);
                }
                long[] bits = row.bits.stream().mapToLong(Long::longValue).toArray();
                wal.append(encoder.row(layout, row.timestampMs, bits, bits.length));
                encoder.rowWasAppended(layout, row.timestampMs, bits, bits.length);
            }
            for (LedgerChange change : events.changes) {
                wal.append(encoder.ledger(change));
            }
        }
        return directory;
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        ByteWriter out = new ByteWriter(256);
        out.u8(0);
        WalEncoder encoder = new WalEncoder();
        int[] refs = {0, 1, 2, 3, 4, 5, 6};
        record(encoder.series(refs, refs.length, ref -> Labels.of("__name__", "m", "i", Integer.toString(ref))), out);
        record(encoder.layout(0, refs, refs.length), out);
        encoder.layoutWasAppended(0, refs.length);
        List<long[]> columns = Columns.values(6);
        for (int tick = 0; tick < 6; tick++) {
            long[] bits = new long[refs.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = columns.get(i)[tick];
            }
            record(encoder.row(0, Stores.T0 + tick * 1_000L, bits, bits.length), out);
            encoder.rowWasAppended(0, Stores.T0 + tick * 1_000L, bits, bits.length);
        }
        record(
                encoder.ledger(new LedgerChange(
                        "central",
                        List.of(new TimeRange(1, 5)),
                        List.of(new IntervalLedger.Entry(7, 9, LedgerState.REFUSED, 400)),
                        new Ledger.Note(7, "ok", List.of(0L, -1L, 1L << 40)))),
                out);
        byte[] sound = out.toByteArray();
        SimulatedDirectory directory = new SimulatedDirectory();
        framed(directory, sound);
        ByteWriter whole = new ByteWriter(1024);
        whole.u8(255);
        whole.raw(directory.content(NAME), 0, 700);
        return List.of(sound, whole.toByteArray());
    }

    private static void record(ByteWriter record, ByteWriter out) {
        out.u16(record.size());
        out.raw(record.array(), 0, record.size());
    }
}
