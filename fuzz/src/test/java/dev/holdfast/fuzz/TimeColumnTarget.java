package dev.holdfast.fuzz;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.encoding.TimeColumn;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Time columns of every form: two bytes of count, then the column. */
final class TimeColumnTarget implements FuzzTarget {
    private static final int MAX_COUNT = 4096;

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length < 2) {
            return;
        }
        int count = 1 + ((input[0] & 0xff) | (input[1] & 0xff) << 8) % MAX_COUNT;
        long[] times = new long[count];
        try {
            Allocation.bounded(
                    1 << 20,
                    () -> TimeColumn.decode(new ByteReader("times", 0, input, 2, input.length - 2), count, times, 0));
        } catch (CorruptionException e) {
            return;
        }
        ByteWriter out = new ByteWriter(64);
        TimeColumn.encode(times, 0, count, out);
        ByteReader in = new ByteReader("times", 0, out.toByteArray());
        long[] again = new long[count];
        TimeColumn.decode(in, count, again, 0);
        if (in.remaining() != 0 || !Arrays.equals(times, again)) {
            throw new IllegalStateException("does not come back");
        }
    }

    @Override
    public List<byte[]> seeds() {
        Random random = new Random(1);
        List<byte[]> seeds = new ArrayList<>();
        for (int kind = 0; kind < 5; kind++) {
            int count = kind == 0 ? 1 : 80;
            long[] times = new long[count];
            long stamp = 1_795_327_200_000L;
            for (int i = 0; i < count; i++) {
                stamp += kind == 2 ? 900 + random.nextInt(200) : kind == 4 && random.nextInt(9) == 0 ? 2_000 : 1_000;
                times[i] = kind == 3 ? stamp + random.nextInt(90) : stamp;
            }
            ByteWriter out = new ByteWriter(64);
            out.u16(count - 1);
            TimeColumn.encode(times, 0, count, out);
            seeds.add(out.toByteArray());
        }
        return seeds;
    }
}
