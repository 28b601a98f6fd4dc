package dev.holdfast.storage.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Makes the frame of a record for the place that Chronicle gives it, without the four bytes in front, which are Chronicle's.
 * One thread at a time; used again for every record, so that a record costs no garbage.
 */
final class FrameMaker implements SegmentQueue.Framer {
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer checksumScratch = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer frame = ByteBuffer.allocate(16 << 10).order(ByteOrder.LITTLE_ENDIAN);

    private @Nullable ActiveSegment segment;
    private byte[] payload = new byte[0];
    private int length;
    private long expectedOffset;

    /**
     * Sets the next record.
     *
     * @param record stays the caller's and must not change until the frame is made
     * @param expected where Chronicle must put it, or -1 where that is not known
     */
    void prepare(ActiveSegment into, byte[] record, int recordBytes, long expected) {
        segment = into;
        payload = record;
        length = recordBytes;
        expectedOffset = expected;
    }

    @Override
    public ByteBuffer frame(long offset) throws IOException {
        ActiveSegment into = segment;
        if (into == null) {
            throw new IllegalStateException("no record was set");
        }
        if (offset % WalFormat.ALIGNMENT != 0 || (expectedOffset >= 0 && offset != expectedOffset)) {
            throw new IOException("Chronicle queue: record at " + offset + " instead of " + expectedOffset
                    + "; does another program write to it?");
        }
        int bytes = WalFormat.chronicleFrameBytes(length) - WalFormat.CHRONICLE_LEAD_BYTES;
        if (frame.capacity() < bytes) {
            frame = ByteBuffer.allocate(Math.max(bytes, frame.capacity() * 2)).order(ByteOrder.LITTLE_ENDIAN);
        }
        int durable = (int) into.durable;
        frame.clear();
        frame.putInt(length);
        frame.putInt(WalFormat.checksum(crc, checksumScratch, into.id, offset, durable, payload, 0, length));
        frame.putInt(durable);
        frame.put(payload, 0, length);
        while (frame.position() < bytes) {
            frame.put((byte) 0);
        }
        return frame.flip();
    }
}
