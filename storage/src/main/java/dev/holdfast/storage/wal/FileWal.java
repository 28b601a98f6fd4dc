package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The log over plain files: preallocated segments, framed records, one write call a record or a group of them.
 *
 * <p>Segments are filled with zeros before use and used again when they are released, so that a record changes neither the
 * length of a file nor the map of its blocks: a sync then writes data alone, and a full disk is met when a segment is made,
 * not in the middle of a record. The bytes of the earlier use cannot be taken for records, because the checksum covers the
 * segment's id.
 */
public final class FileWal implements Wal {
    /**
     * One page at a time. Written in larger pieces the zeros may lie in the page cache as larger folios, and a record of
     * 300 bytes then counts, and on some file systems is written back, as a whole folio (measured on ext4 of Linux 6.18).
     */
    private static final int ZERO_BYTES = 4 << 10;

    /** A group that has grown to this is written out. */
    private static final int GROUP_BYTES = 128 << 10;

    private final Directory directory;
    private final int segmentBytes;
    private final TreeMap<Long, Long> sizes = new TreeMap<>(); // segment id -> bytes; guarded by itself
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer checksumScratch = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    /** Framed records that are not written yet: of a group several, else one during the call. */
    private ByteBuffer frames = ByteBuffer.allocateDirect(16 << 10).order(ByteOrder.LITTLE_ENDIAN);

    private boolean grouping;

    private volatile @Nullable Segment active;
    private volatile long lastId;
    private boolean spare; // guarded by sizes

    /** A segment that takes records: {@link #tail} is the appending thread's, the rest is shared with syncs. */
    private static final class Segment {
        final long id;
        final WritableFile file;
        final long capacity;
        volatile long tail = WalFormat.HEADER_BYTES;
        volatile long durable = WalFormat.HEADER_BYTES;
        volatile boolean broken;

        Segment(long id, WritableFile file, long capacity) {
            this.id = id;
            this.file = file;
            this.capacity = capacity;
        }

        /** Makes durable what was appended before the call. A failure is final. */
        void force() throws IOException {
            long upTo = tail;
            try {
                file.force();
            } catch (IOException e) {
                broken = true;
                throw e;
            }
            durable = upTo;
        }
    }

    /**
     * A log in a directory, without an active segment yet.
     *
     * @param segmentBytes size of a segment, bytes; one that must hold a larger record is larger
     * @param existing ids and sizes of the segments that are there already
     * @param firstId the next segment has at least this id: smaller ones may have been used and given up
     */
    public FileWal(Directory directory, int segmentBytes, Map<Long, Long> existing, long firstId, boolean spareExists) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        sizes.putAll(existing);
        lastId = Math.max(firstId - 1, sizes.isEmpty() ? 0 : sizes.lastKey());
        spare = spareExists;
    }

    @Override
    public boolean append(ByteWriter record) throws IOException {
        Segment segment = active;
        if (segment == null || segment.broken) {
            return false;
        }
        int length = record.size();
        if (length == 0 || length > WalFormat.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("record length=" + length);
        }
        int framed = WalFormat.frameBytes(length);
        if (segment.tail + frames.position() + framed > segment.capacity) {
            return false;
        }
        makeRoom(segment, framed);
        long offset = segment.tail + frames.position();
        int durable = (int) segment.durable;
        frames.putInt(length);
        frames.putInt(WalFormat.checksum(crc, checksumScratch, segment.id, offset, durable, record.array(), 0, length));
        frames.putInt(durable);
        frames.put(record.array(), 0, length);
        for (int padding = framed - WalFormat.FRAME_BYTES - length; padding > 0; padding--) {
            frames.put((byte) 0);
        }
        if (!grouping) {
            writeFrames(segment);
        }
        return true;
    }

    private void makeRoom(Segment segment, int framed) throws IOException {
        if (frames.position() > 0 && frames.position() + framed > GROUP_BYTES) {
            writeFrames(segment);
        }
        int needed = frames.position() + framed;
        if (frames.capacity() < needed) {
            int capacity = Math.max(needed, Math.min(frames.capacity() * 2, GROUP_BYTES));
            frames = ByteBuffer.allocateDirect(capacity)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(frames.flip());
        }
    }

    /** Writes the records that wait; on failure they are forgotten, and the next ones take their place. */
    private void writeFrames(Segment segment) throws IOException {
        long offset = segment.tail;
        int length = frames.position();
        try {
            segment.file.write(frames.flip(), offset);
            segment.tail = offset + length;
        } finally {
            frames.clear();
        }
    }

    @Override
    public void beginGroup() {
        grouping = true;
    }

    @Override
    public void endGroup() throws IOException {
        grouping = false;
        writeWaiting();
    }

    private void writeWaiting() throws IOException {
        Segment segment = active;
        if (segment != null && frames.position() > 0) {
            writeFrames(segment);
        }
    }

    @Override
    public long roll(int minimumBytes) throws IOException {
        writeWaiting();
        long previousEnd = endActive();
        long id = lastId + 1;
        long capacity = Math.max(segmentBytes, WalFormat.HEADER_BYTES + (long) WalFormat.frameBytes(minimumBytes));
        String name = WalFiles.segmentName(id);
        WritableFile file = capacity == segmentBytes && takeSpare(name)
                ? directory.openForWriting(name)
                : preallocated(name, capacity);
        try {
            ByteBuffer header = ByteBuffer.allocate(WalFormat.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            header.putLong(0, WalFormat.MAGIC);
            header.putShort(WalFormat.VERSION_OFFSET, (short) WalFormat.VERSION);
            header.putInt(WalFormat.PREVIOUS_END_OFFSET, (int) previousEnd);
            header.putLong(WalFormat.SEGMENT_ID_OFFSET, id);
            crc.reset();
            crc.update(header.array(), 0, WalFormat.HEADER_CRC_OFFSET);
            header.putInt(WalFormat.HEADER_CRC_OFFSET, (int) crc.getValue());
            file.write(header, 0);
            file.force();
            directory.sync();
        } catch (IOException e) {
            discard(file, name, e);
            throw e;
        }
        synchronized (sizes) {
            sizes.put(id, capacity);
        }
        lastId = id;
        active = new Segment(id, file, capacity);
        return id;
    }

    /** Makes the active segment durable and closes it; where its records end, 0 when it is not to be trusted. */
    private long endActive() throws IOException {
        Segment before = active;
        if (before == null) {
            return 0;
        }
        if (!before.broken) {
            before.force(); // on failure it is broken, and the next call goes on without it
        }
        active = null;
        before.file.close();
        return before.broken ? 0 : before.tail;
    }

    private boolean takeSpare(String name) throws IOException {
        synchronized (sizes) {
            if (!spare) {
                return false;
            }
            directory.rename(WalFiles.SPARE, name);
            spare = false;
            return true;
        }
    }

    private WritableFile preallocated(String name, long capacity) throws IOException {
        WritableFile file = createAnew(name);
        try {
            ByteBuffer zeros = ByteBuffer.allocate(ZERO_BYTES);
            for (long offset = 0; offset < capacity; offset += zeros.limit()) {
                zeros.clear().limit((int) Math.min(ZERO_BYTES, capacity - offset));
                file.write(zeros, offset);
            }
            file.force();
            return file;
        } catch (IOException e) {
            discard(file, name, e);
            throw e;
        }
    }

    /** Makes a file, in the place of what an attempt that failed may have left there. */
    private WritableFile createAnew(String name) throws IOException {
        try {
            return directory.create(name);
        } catch (FileAlreadyExistsException e) {
            directory.delete(name);
            return directory.create(name);
        }
    }

    private void discard(WritableFile file, String name, IOException reason) {
        try (file) {
            directory.delete(name);
        } catch (IOException e) {
            reason.addSuppressed(e); // it is in nobody's way: the next attempt replaces it
        }
    }

    @Override
    public long activeSegment() {
        Segment segment = active;
        return segment == null ? 0 : segment.id;
    }

    /** Id of the newest segment there ever was here; 0 when there was none. The next has the id after it. */
    public long lastSegment() {
        return lastId;
    }

    @Override
    public void sync() throws IOException {
        Segment segment = active;
        if (segment == null || segment.broken) {
            return;
        }
        try {
            segment.force();
        } catch (ClosedChannelException e) {
            // Rolled meanwhile by the appending thread, which forces before it closes.
            if (segment.id == activeSegment()) {
                throw e;
            }
        }
    }

    @Override
    public void releaseBefore(long segmentId) throws IOException {
        boolean changed = false;
        while (true) {
            synchronized (sizes) {
                Map.Entry<Long, Long> oldest = sizes.firstEntry();
                if (oldest == null || oldest.getKey() >= segmentId) {
                    break;
                }
                String name = WalFiles.segmentName(oldest.getKey());
                if (!spare && oldest.getValue() == segmentBytes) {
                    directory.rename(name, WalFiles.SPARE);
                    spare = true;
                } else {
                    directory.delete(name);
                }
                sizes.remove(oldest.getKey());
                changed = true;
            }
        }
        if (changed) {
            directory.sync();
        }
    }

    @Override
    public void prepare() throws IOException {
        synchronized (sizes) {
            if (spare) {
                return;
            }
        }
        if (directory.usableBytes() < 4L * segmentBytes) {
            return; // the room is needed for what cannot wait
        }
        // Made outside the lock: it writes megabytes. A spare that appears meanwhile is simply replaced.
        preallocated(WalFiles.SPARE_BEING_MADE, segmentBytes).close();
        synchronized (sizes) {
            directory.rename(WalFiles.SPARE_BEING_MADE, WalFiles.SPARE);
            spare = true;
        }
    }

    /** What the next segment will take from the disk: nothing when one waits to be used. */
    public long bytesToAllocate() {
        synchronized (sizes) {
            return spare ? 0 : segmentBytes;
        }
    }

    /** Deletes the segment that waits to be used, when there is one: its room is needed more elsewhere. */
    public void releaseSpare() throws IOException {
        synchronized (sizes) {
            if (spare) {
                directory.delete(WalFiles.SPARE);
                spare = false;
            }
        }
    }

    @Override
    public long sizeBytes() {
        synchronized (sizes) {
            long total = spare ? segmentBytes : 0;
            for (long size : sizes.values()) {
                total += size;
            }
            return total;
        }
    }

    @Override
    public void close() throws IOException {
        Segment segment = active;
        active = null;
        if (segment != null) {
            try (WritableFile file = segment.file) {
                if (!segment.broken) {
                    file.force();
                }
            }
        }
    }
}
