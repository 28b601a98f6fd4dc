package dev.holdfast.fuzz;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.FileFrame;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Frames, Snappy's among them: the bytes of one without its checksum, which is made to fit. */
final class FrameTarget implements FuzzTarget {
    @Override
    public void run(byte[] input) throws IOException {
        byte[] framed = Arrays.copyOf(input, input.length + 4);
        Checksums.crc32c(framed, 0, input.length, framed, input.length);
        byte[][] payload = new byte[1][];
        try {
            // Snappy's longest copy is 64 bytes for three: nothing valid unpacks to much more than that.
            Allocation.bounded(
                    (1 << 20) + 70L * framed.length,
                    () -> payload[0] = FileFrame.read(new BytesFile("frame", framed), 0, framed.length));
        } catch (CorruptionException e) {
            return;
        }
        ByteWriter raw = new ByteWriter(64);
        raw.raw(payload[0], 0, payload[0].length);
        ByteWriter out = new ByteWriter(64);
        int length = FileFrame.append(raw, out);
        if (!Arrays.equals(payload[0], FileFrame.read(new BytesFile("frame", out.toByteArray()), 0, length))) {
            throw new IllegalStateException("does not come back");
        }
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        ByteWriter repeating = new ByteWriter(64);
        for (int i = 0; i < 300; i++) {
            repeating.u8(i % 7);
        }
        ByteWriter packed = new ByteWriter(64);
        int length = FileFrame.append(repeating, packed);
        ByteWriter stored = new ByteWriter(64);
        ByteWriter few = new ByteWriter(8);
        few.u8(1);
        int fewLength = FileFrame.append(few, stored);
        return List.of(
                Arrays.copyOf(packed.toByteArray(), length - 4), Arrays.copyOf(stored.toByteArray(), fewLength - 4));
    }
}
