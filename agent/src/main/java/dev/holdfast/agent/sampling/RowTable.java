package dev.holdfast.agent.sampling;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The series refs of a file whose rows have a key: a device, a CPU, a field.
 *
 * <p>The kernel writes rows in the same order each time, so that the row is nearly always the one after the last: a
 * comparison of a few bytes and no object. A new key is resolved once; a row that did not come in a pass is forgotten,
 * and resolved again should the device come back.
 */
final class RowTable {
    /** Rows that a table holds at most; more than that is not a host but a mistake. */
    static final int MAX_ROWS = 65_536;

    private static final Row REPEATED = new Row(new byte[0], new int[0]);

    private final Resolver resolver;
    private Row[] rows = new Row[16];
    private int size;
    private int cursor;
    private long pass;

    RowTable(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Finds the series of a row when it comes for the first time. */
    @FunctionalInterface
    interface Resolver {
        /** The refs of the row's series, in an order of the collector's own; empty when the row is not wanted. */
        int[] resolve(SampleSink sink, String key);
    }

    /** One row. */
    static final class Row {
        private final byte[] key;
        private final int[] refs;
        private final double[] last;
        private long pass;

        Row(byte[] key, int[] refs) {
            this.key = key;
            this.refs = refs;
            this.last = new double[refs.length];
        }

        /** The series of the row; empty when it is not wanted, or came already in this pass. */
        int[] refs() {
            return refs;
        }

        /** A number for each ref, for collectors that remember values; zero at first. */
        double[] last() {
            return last;
        }
    }

    /** Begins a pass over the file. */
    void begin() {
        pass++;
        cursor = 0;
    }

    /** The row of a key. */
    Row row(SampleSink sink, byte[] text, int from, int to) {
        for (int i = 0; i < size; i++) {
            int index = cursor + i < size ? cursor + i : cursor + i - size;
            Row row = rows[index];
            if (Arrays.equals(row.key, 0, row.key.length, text, from, to)) {
                if (row.pass == pass) {
                    return REPEATED;
                }
                row.pass = pass;
                cursor = index + 1;
                return row;
            }
        }
        return insert(sink, text, from, to);
    }

    /** The row whose key is the scanner's word. */
    Row row(SampleSink sink, LineScanner scanner) {
        return row(sink, scanner.text(), scanner.wordStart(), scanner.wordEnd());
    }

    private Row insert(SampleSink sink, byte[] text, int from, int to) {
        if (size == MAX_ROWS) {
            return REPEATED;
        }
        String key = new String(text, from, to - from, StandardCharsets.UTF_8);
        Row row = new Row(Arrays.copyOfRange(text, from, to), resolver.resolve(sink, key));
        row.pass = pass;
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
        }
        System.arraycopy(rows, cursor, rows, cursor + 1, size - cursor);
        rows[cursor++] = row;
        size++;
        return row;
    }

    /** Ends a pass: forgets the rows that did not come. */
    void end() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (rows[i].pass == pass) {
                rows[kept++] = rows[i];
            }
        }
        Arrays.fill(rows, kept, size, REPEATED);
        size = kept;
    }
}
