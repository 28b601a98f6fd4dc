package dev.holdfast.fuzz;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import java.io.IOException;
import java.util.List;

/**
 * A decoder with a bounds check left out, which the fuzzer must find: time columns of the form of runs, where nobody looks
 * whether a run has more stamps than there is room for.
 */
final class CanaryTarget implements FuzzTarget {
    static final String NAME = "canary";

    @Override
    public void run(byte[] input) throws IOException {
        ByteReader in = new ByteReader("canary", 0, input);
        long[] times = new long[16];
        try {
            if (in.u8() != 1) {
                return;
            }
            times[0] = in.varint();
            int at = 1;
            while (at < times.length) {
                long step = in.uvarint();
                long often = in.uvarint() & 0x7f; // and here it should be held against times.length - at
                for (int i = 0; i < often; i++, at++) {
                    times[at] = times[at - 1] + step;
                }
            }
        } catch (CorruptionException e) {
            return;
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(new byte[] {1, 4, 2, 15});
    }
}
