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
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.CRC32C;

/**
 * Reads the records of segments in ascending order, over gaps if there are any. One thread.
 *
 * <p>Where a record does not check, the reader looks for the next place where one does. There is none: the log ends here,
 * which is how a torn tail looks. There is one: what lies between is a gap, and reading goes on behind it. A power cut
 * leaves gaps too, among the blocks that were not synced; a gap is damage when a later record says that it was durable.
 * So is an end before the place where, as the next segment says, the records of the segment ended.
 *
 * <p>Segments of both engines are read, by their bytes alone: those of a Chronicle queue too, since a record that says
 * its own length and checksum needs no library to be found, and none that could wait for what is damaged.
 */
public final class SegmentReader {
    /** Takes what is found, in order. */
    public interface Visitor {
        /** A record's payload; valid during the call. */
        void record(ByteReader payload) throws IOException;

        /** Records are missing here: what comes next does not follow on what came before. */
        void gap();

        /** Bytes that were durable and cannot be read. */
        void damage(Damage damage);

        /** Bytes that are not what they should be, and cost no record. */
        void flaw(Damage damage);
    }

    private static final VarHandle LITTLE_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final CRC32C crc = new CRC32C();
    private long lastSegmentId = -1;
    private String lastName = "";
    private long lastEnd;
    private final ByteBuffer scratch = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    private int lead; // bytes of a record before its frame in the segment at hand

    /**
     * Reads a segment to its end.
     *
     * @return offset where the log ends in this segment
     * @throws UnsupportedFormatException when a newer program wrote the segment
     */
    public long read(ReadableFile file, long segmentId, Visitor visitor) throws IOException {
        byte[] bytes = readAll(file);
        boolean chronicle = WalFiles.isChronicle(file.name());
        lead = chronicle ? WalFormat.CHRONICLE_LEAD_BYTES : 0;
        int first = chronicle
                ? firstOfQueue(file, bytes, segmentId, visitor)
                : headerIsSound(file, bytes, segmentId, visitor) ? WalFormat.HEADER_BYTES : -1;
        long end = first < 0 ? 0 : records(file, bytes, segmentId, first, visitor);
        lastSegmentId = segmentId;
        lastName = file.name();
        lastEnd = end;
        return end;
    }

    private int records(ReadableFile file, byte[] bytes, long segmentId, int first, Visitor visitor)
            throws IOException {
        Deque<int[]> gaps = new ArrayDeque<>(); // from, to; not known to be damage
        Deque<Integer> flaws = new ArrayDeque<>(); // offsets of records without their queue's header
        int offset = first;
        while (true) {
            int length = soundRecordLength(bytes, segmentId, offset);
            if (length < 0) {
                int next = nextSoundRecord(bytes, segmentId, offset);
                if (next < 0) {
                    return offset;
                }
                if (readAgain(file, bytes, offset, next) && soundRecordLength(bytes, segmentId, offset) >= 0) {
                    continue;
                }
                gaps.add(new int[] {offset, next});
                visitor.gap();
                offset = next;
                continue;
            }
            int durable = u32(bytes, offset + lead + WalFormat.DURABLE_OFFSET);
            while (!gaps.isEmpty() && gaps.element()[0] < durable) {
                int[] gap = gaps.remove();
                visitor.damage(new Damage(
                        file.name(), gap[0], (gap[1] - gap[0]) + " bytes of the write-ahead log cannot be read"));
            }
            while (!flaws.isEmpty() && flaws.element() < durable) {
                visitor.flaw(new Damage(
                        file.name(), flaws.remove(), "the queue's header of a record is wrong; the record is whole"));
            }
            if (lead > 0 && !QueueFile.isCommitted(file, bytes, offset, frameBytes(length))) {
                flaws.add(offset);
            }
            int payload = offset + lead + WalFormat.FRAME_BYTES;
            try {
                visitor.record(new ByteReader(file.name(), payload, bytes, payload, length));
            } catch (CorruptionException e) {
                visitor.damage(e.damage());
            }
            offset += frameBytes(length);
        }
    }

    private int frameBytes(int length) {
        return lead == 0 ? WalFormat.frameBytes(length) : WalFormat.chronicleFrameBytes(length);
    }

    /**
     * Where the records of a queue's file begin, or -1 when there are none. Such a file gets its name when its first
     * record, the segment's header, is durable: one without it is damaged.
     */
    private int firstOfQueue(ReadableFile file, byte[] bytes, long segmentId, Visitor visitor) throws IOException {
        int first = nextSoundRecord(bytes, segmentId, -WalFormat.ALIGNMENT);
        if (first < 0) {
            visitor.damage(new Damage(file.name(), 0, "nothing of the write-ahead log segment can be read"));
            return -1;
        }
        int header = first + lead + WalFormat.FRAME_BYTES;
        byte[] payload = Arrays.copyOfRange(bytes, header, header + WalFormat.HEADER_BYTES);
        if (u32(bytes, first + lead) != WalFormat.CHRONICLE_HEADER_BYTES
                || !headerChecks(file.name(), payload, segmentId, visitor)) {
            visitor.damage(new Damage(file.name(), 0, "the beginning of the write-ahead log segment cannot be read"));
            return first;
        }
        if (!QueueFile.leadsTo(bytes, first)) {
            visitor.flaw(new Damage(file.name(), 0, "the queue's header is wrong; no record is lost by it"));
        }
        int size = u32(bytes, header + WalFormat.HEADER_BYTES);
        if (bytes.length < size) {
            visitor.damage(new Damage(
                    file.name(),
                    bytes.length,
                    "cut off: " + (size - bytes.length) + " of " + size + " bytes are gone"));
        }
        return first + frameBytes(WalFormat.CHRONICLE_HEADER_BYTES);
    }

    private static byte[] readAll(ReadableFile file) throws IOException {
        long size = file.size();
        if (size > Integer.MAX_VALUE - 64) {
            throw new CorruptionException(file.name(), 0, "segment size", "expected under 2 GiB, found " + size);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size);
        int count = file.read(buffer, 0);
        return count == size ? buffer.array() : Arrays.copyOf(buffer.array(), Math.max(0, count));
    }

    /**
     * A writer may have been at these bytes when we read them: a record is complete before the next is begun, so if there
     * is a later one they are complete now.
     */
    private static boolean readAgain(ReadableFile file, byte[] bytes, int from, int to) throws IOException {
        byte[] again = new byte[to - from];
        int count = file.read(ByteBuffer.wrap(again), from);
        if (count != again.length || Arrays.equals(again, 0, again.length, bytes, from, to)) {
            return false;
        }
        System.arraycopy(again, 0, bytes, from, again.length);
        return true;
    }

    private boolean headerIsSound(ReadableFile file, byte[] bytes, long segmentId, Visitor visitor) throws IOException {
        if (bytes.length < WalFormat.HEADER_BYTES) {
            return false; // A crash while it was made: no record was ever in it.
        }
        if (headerChecks(file.name(), bytes, segmentId, visitor)) {
            return true;
        }
        // A spare that was renamed and not yet given its header holds no record of this segment; damage may.
        if (nextSoundRecord(bytes, segmentId, WalFormat.HEADER_BYTES - WalFormat.ALIGNMENT) < 0) {
            return false;
        }
        if (!readAgain(file, bytes, 0, WalFormat.HEADER_BYTES)
                || !headerChecks(file.name(), bytes, segmentId, visitor)) {
            visitor.damage(new Damage(file.name(), 0, "header of the write-ahead log segment cannot be read"));
        }
        return true;
    }

    private boolean headerChecks(String name, byte[] bytes, long segmentId, Visitor visitor) throws IOException {
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
                int previousEnd = header.getInt(WalFormat.PREVIOUS_END_OFFSET);
                if (lastSegmentId == segmentId - 1 && lastEnd < previousEnd) {
                    visitor.damage(new Damage(
                            lastName,
                            lastEnd,
                            "the last " + (previousEnd - lastEnd) + " bytes of the segment cannot be read"));
                }
                return true;
            }
        }
        return false;
    }

    /** The payload's length when a whole, sound record stands at an offset; else -1. */
    private int soundRecordLength(byte[] bytes, long segmentId, int offset) {
        int frame = offset + lead;
        if (frame + WalFormat.FRAME_BYTES > bytes.length) {
            return -1;
        }
        int length = u32(bytes, frame);
        if (length <= 0
                || length > WalFormat.MAX_RECORD_BYTES
                || frame + (long) WalFormat.FRAME_BYTES + length > bytes.length) {
            return -1;
        }
        int expected = WalFormat.checksum(
                crc,
                scratch,
                segmentId,
                offset,
                u32(bytes, frame + WalFormat.DURABLE_OFFSET),
                bytes,
                frame + WalFormat.FRAME_BYTES,
                length);
        return u32(bytes, frame + Integer.BYTES) == expected ? length : -1;
    }

    /**
     * The first sound record after an offset, or -1. Lengths beyond a megabyte are not believed here, which bounds the
     * work on a damaged or recycled segment.
     */
    private int nextSoundRecord(byte[] bytes, long segmentId, int after) {
        long checked = 0;
        for (int offset = after + WalFormat.ALIGNMENT;
                offset + lead + WalFormat.FRAME_BYTES <= bytes.length;
                offset += WalFormat.ALIGNMENT) {
            int length = u32(bytes, offset + lead);
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
