package dev.holdfast.fuzz;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.ChunkEncoder;
import dev.holdfast.storage.encoding.Effort;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chunks of every codec: two bytes of count, then the chunk. */
final class ChunkTarget implements FuzzTarget {
    private static final int MAX_COUNT = 4096;

    private final ChunkEncoder encoder = new ChunkEncoder();

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length < 2) {
            return;
        }
        int count = 1 + ((input[0] & 0xff) | (input[1] & 0xff) << 8) % MAX_COUNT;
        long[] values = new long[count];
        try {
            // A decoder of its own each time: its scratch arrays count.
            Allocation.bounded(
                    1 << 20 | 100L * count,
                    () -> new ChunkDecoder()
                            .decode(new ByteReader("chunk", 0, input, 2, input.length - 2), count, values, 0));
        } catch (CorruptionException e) {
            return;
        }
        for (Effort effort : Effort.values()) {
            ByteWriter out = new ByteWriter(64);
            encoder.encode(values, 0, count, effort, out);
            ByteReader in = new ByteReader("chunk", 0, out.toByteArray());
            long[] again = new long[count];
            new ChunkDecoder().decode(in, count, again, 0);
            if (in.remaining() != 0 || !Arrays.equals(values, again)) {
                throw new IllegalStateException("does not come back with effort " + effort);
            }
        }
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int count : new int[] {1, 40, 90}) {
            for (long[] column : Columns.values(count)) {
                for (Effort effort : Effort.values()) {
                    ByteWriter out = new ByteWriter(64);
                    out.u16(count - 1);
                    encoder.encode(column, 0, count, effort, out);
                    seeds.add(out.toByteArray());
                }
            }
        }
        return seeds;
    }
}
