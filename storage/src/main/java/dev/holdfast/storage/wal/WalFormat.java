package dev.holdfast.storage.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Offsets and numbers that the writer and the reader of a segment share. See docs/format/wal.md. */
public final class WalFormat {
    /** First eight bytes of a segment: "HFWAL" and three bytes that text tools would mangle. */
    public static final long MAGIC = 0x0a1a_0d4c_4157_4648L;

    /** The version that this program writes, and the only one so far. */
    public static final int VERSION = 1;

    /** Offset of the version in the header, two bytes. */
    static final int VERSION_OFFSET = Long.BYTES;

    /** Offset in the header of where the records of the segment before end, four bytes; 0 when that is not known. */
    static final int PREVIOUS_END_OFFSET = VERSION_OFFSET + 4;

    /** Offset of the segment id in the header, eight bytes. */
    static final int SEGMENT_ID_OFFSET = VERSION_OFFSET + 8;

    /** Offset of the header's checksum, four bytes. */
    static final int HEADER_CRC_OFFSET = SEGMENT_ID_OFFSET + Long.BYTES;

    /** Bytes of a segment's header; the first record follows. */
    public static final int HEADER_BYTES = HEADER_CRC_OFFSET + 8;

    /** Offset in a frame of the end of what was durable when the record was written, four bytes. */
    static final int DURABLE_OFFSET = 8;

    /** Bytes before a record's payload: its length, its checksum, and the end of what was durable. */
    public static final int FRAME_BYTES = 12;

    /** Records begin at multiples of this. */
    public static final int ALIGNMENT = 8;

    /** Longest payload of a record. */
    public static final int MAX_RECORD_BYTES = 64 << 20;

    /** A full row is written for a layout at least this often, so that damage costs no more rows than that. */
    public static final int KEYFRAME_ROWS = 60;

    /** Record type: a series and its ref in this segment. */
    static final int SERIES = 1;

    /** Record type: a list of refs that rows name by its id. */
    static final int LAYOUT = 2;

    /** Record type: one tick of a layout. */
    static final int ROW = 3;

    /** Record type: a change of a ledger. */
    static final int LEDGER = 4;

    /** Bytes of Chronicle's own header in front of a frame, in a segment that is a queue's file. */
    static final int CHRONICLE_LEAD_BYTES = 4;

    /** Payload of the first record of a queue's file: the header of a segment, and the size of the file, four bytes. */
    static final int CHRONICLE_HEADER_BYTES = HEADER_BYTES + 4;

    private WalFormat() {}

    /** The header of a segment; the buffer stands at its start. */
    static ByteBuffer header(long segmentId, long previousEnd) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(0, MAGIC);
        header.putShort(VERSION_OFFSET, (short) VERSION);
        header.putInt(PREVIOUS_END_OFFSET, (int) previousEnd);
        header.putLong(SEGMENT_ID_OFFSET, segmentId);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, HEADER_CRC_OFFSET);
        header.putInt(HEADER_CRC_OFFSET, (int) crc.getValue());
        return header;
    }

    /**
     * The checksum of a record: over the segment id and the offset too, so that a record that an earlier use of the file
     * left behind, or that a disk put elsewhere, is not taken for one of this segment.
     *
     * @param scratch of at least 24 bytes
     */
    static int checksum(
            CRC32C crc,
            ByteBuffer scratch,
            long segmentId,
            long offset,
            int durable,
            byte[] payload,
            int from,
            int length) {
        crc.reset();
        scratch.clear();
        scratch.putLong(segmentId)
                .putLong(offset)
                .putInt(durable)
                .putInt(length)
                .flip();
        crc.update(scratch);
        crc.update(payload, from, length);
        return (int) crc.getValue();
    }

    /** Bytes that a payload of some length takes in the file. */
    static int frameBytes(int length) {
        return (FRAME_BYTES + length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Bytes that a payload of some length takes in a queue's file. */
    static int chronicleFrameBytes(int length) {
        return frameBytes(CHRONICLE_LEAD_BYTES + length);
    }
}
