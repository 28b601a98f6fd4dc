package dev.holdfast.storage.wal;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ReadableFile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Reads the records of one segment in order, over damage if there is any.
 *
 * <p>Where a record does not check, the reader looks for the next place where one does. There is none: the log ends here,
 * which is how a torn tail looks. There is one: what lies between is damage, reported, and reading goes on.
 */
public final class SegmentReader {
    /** Takes what is found, in order. */
    public interface Visitor {
        /** A record's payload; valid during the call. */
        void record(ByteReader payload) throws IOException;

        /** Bytes that cannot be read, with records after them. */
        void damage(Damage damage);
    }

    private static final VarHandle LITTLE_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer scratch = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Reads a segment to its end.
     *
     * @return offset where the log ends in this segment
     * @throws UnsupportedFormatException when a newer program wrote the segment
     */
    public long read(ReadableFile file, long segmentId, Visitor visitor) throws IOException {
        byte[] bytes = readAll(file);
        if (!headerIsSound(file.name(), bytes, segmentId, visitor)) {
            return 0;
        }
        int offset = WalFormat.HEADER_BYTES;
        while (true) {
            int length = soundRecordLength(bytes, segmentId, offset);
            if (length < 0) {
                int next = nextSoundRecord(bytes, segmentId, offset);
                if (next < 0) {
                    return offset;
                }
                visitor.damage(new Damage(
                        file.name(), offset, (next - offset) + " bytes of the write-ahead log cannot be read"));
                offset = next;
                continue;
            }
            int payload = offset + WalFormat.FRAME_BYTES;
            try {
                visitor.record(new ByteReader(file.name(), payload, bytes, payload, length));
            } catch (CorruptionException e) {
                visitor.damage(e.damage());
            }
            offset += WalFormat.frameBytes(length);
        }
    }

    private static byte[] readAll(ReadableFile file) throws IOException {
        long size = file.size();
        if (size > Integer.MAX_VALUE - 64) {
            throw new CorruptionException(file.name(), 0, "segment size", "expected under 2 GiB, found " + size);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size);
        int count = file.read(buffer, 0);
        return count == size ? buffer.array() : java.util.Arrays.copyOf(buffer.array(), Math.max(0, count));
    }

    private boolean headerIsSound(String name, byte[] bytes, long segmentId, Visitor visitor) throws IOException {
        if (bytes.length < WalFormat.HEADER_BYTES) {
            return false; // A crash while it was made: no record was ever in it.
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, WalFormat.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        crc.reset();
        crc.update(bytes, 0, WalFormat.HEADER_CRC_OFFSET);
        boolean checks = header.getInt(WalFormat.HEADER_CRC_OFFSET) == (int) crc.getValue();
        if (checks && header.getLong(0) == WalFormat.MAGIC) {
            int version = header.getShort(WalFormat.VERSION_OFFSET);
            if (version != WalFormat.VERSION) {
                throw new UnsupportedFormatException(name, version, WalFormat.VERSION, WalFormat.VERSION);
            }
            if (header.getLong(WalFormat.SEGMENT_ID_OFFSET) == segmentId) {
                return true;
            }
        }
        // A spare that was renamed and not yet given its header holds no record of this segment; damage may.
        if (nextSoundRecord(bytes, segmentId, WalFormat.HEADER_BYTES - WalFormat.ALIGNMENT) < 0) {
            return false;
        }
        visitor.damage(new Damage(name, 0, "header of the write-ahead log segment cannot be read"));
        return true;
    }

    /** The payload's length when a whole, sound record stands at an offset; else -1. */
    private int soundRecordLength(byte[] bytes, long segmentId, int offset) {
        if (offset + WalFormat.FRAME_BYTES > bytes.length) {
            return -1;
        }
        int length = u32(bytes, offset);
        if (length <= 0
                || length > WalFormat.MAX_RECORD_BYTES
                || offset + (long) WalFormat.FRAME_BYTES + length > bytes.length) {
            return -1;
        }
        int expected =
                WalFormat.checksum(crc, scratch, segmentId, offset, bytes, offset + WalFormat.FRAME_BYTES, length);
        return u32(bytes, offset + Integer.BYTES) == expected ? length : -1;
    }

    /**
     * The first sound record after an offset, or -1. Lengths beyond a megabyte are not believed here, which bounds the
     * work on a damaged or recycled segment.
     */
    private int nextSoundRecord(byte[] bytes, long segmentId, int after) {
        long checked = 0;
        for (int offset = after + WalFormat.ALIGNMENT;
                offset + WalFormat.FRAME_BYTES <= bytes.length;
                offset += WalFormat.ALIGNMENT) {
            int length = u32(bytes, offset);
            if (length <= 0 || length > 1 << 20) {
                continue;
            }
            checked += length;
            if (checked > 64L << 20) {
                return -1;
            }
            if (soundRecordLength(bytes, segmentId, offset) >= 0) {
                return offset;
            }
        }
        return -1;
    }

    private static int u32(byte[] bytes, int offset) {
        return (int) LITTLE_ENDIAN_INT.get(bytes, offset);
    }
}
