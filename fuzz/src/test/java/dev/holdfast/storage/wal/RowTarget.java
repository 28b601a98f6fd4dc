package dev.holdfast.storage.wal;

import dev.holdfast.fuzz.Allocation;
import dev.holdfast.fuzz.FuzzTarget;
import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Two rows of the log, one upon the other: a byte of count, the first row, and what is left is the second. */
public final class RowTarget implements FuzzTarget {
    @Override
    public void run(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int count = input[0] & 0xff;
        long[] row = new long[count];
        ByteReader in = new ByteReader("row", 0, input, 1, input.length - 1);
        for (int tick = 0; tick < 2; tick++) {
            long[] before = row.clone();
            try {
                Allocation.bounded(1 << 16, () -> RowCodec.decode(in, row, count));
            } catch (CorruptionException e) {
                return;
            }
            ByteWriter out = new ByteWriter(64);
            RowCodec.encode(before, row, count, out);
            long[] again = before.clone();
            RowCodec.decode(new ByteReader("row", 0, out.toByteArray()), again, count);
            if (!Arrays.equals(row, again)) {
                throw new IllegalStateException("does not come back: " + Arrays.toString(row));
            }
        }
    }

    @Override
    public List<byte[]> seeds() {
        double[][] rows = {{1, 2.25, Math.PI, 7, Double.NaN}, {2, 2.31, Math.E, 7, 0}};
        ByteWriter out = new ByteWriter(64);
        out.u8(rows[0].length);
        long[] before = new long[rows[0].length];
        for (double[] values : rows) {
            long[] bits =
                    Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
            RowCodec.encode(before, bits, bits.length, out);
            before = bits;
        }
        return List.of(out.toByteArray());
    }
}
