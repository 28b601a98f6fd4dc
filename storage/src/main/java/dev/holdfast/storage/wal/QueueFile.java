package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.ReadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The little that is read of what Chronicle itself writes into a queue's file: a row of documents, each a header of four
 * bytes and that many bytes as the header says. Stateless.
 */
final class QueueFile {
    private static final int INCOMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3fff_ffff;

    private QueueFile() {}

    /** Whether only whole documents of Chronicle's own lie before an offset: the header of the queue, and its index. */
    static boolean leadsTo(byte[] bytes, int end) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long offset = 0;
        while (offset < end) {
            int header = buffer.getInt((int) offset);
            if ((header & INCOMPLETE) != 0 || (header & META_DATA) == 0) {
                return false;
            }
            offset += Integer.BYTES + ((header & LENGTH_MASK) + 3L & -4L);
        }
        return offset == end;
    }

    /** Whether Chronicle's header of a record of ours is complete, and of the record's size. */
    static boolean isCommitted(ReadableFile file, byte[] bytes, int offset, int recordBytes) throws IOException {
        int expected = recordBytes - Integer.BYTES;
        ByteBuffer header = ByteBuffer.wrap(bytes, offset, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(offset) == expected) {
            return true;
        }
        // The writer may not have been done with it when we read the bytes.
        ByteBuffer again = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return file.read(again, offset) == Integer.BYTES && again.getInt(0) == expected;
    }
}
