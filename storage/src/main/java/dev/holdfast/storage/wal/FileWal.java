package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The log over plain files: preallocated segments, framed records, one write call a record.
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

    private final Directory directory;
    private final int segmentBytes;
    private final TreeMap<Long, Long> sizes = new TreeMap<>(); // segment id -> bytes; guarded by itself
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer checksumScratch = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer frame = ByteBuffer.allocate(16 << 10).order(ByteOrder.LITTLE_ENDIAN);

    private volatile @Nullable Segment active;
    private volatile long lastId;
    private boolean spare; // guarded by sizes

    private record Segment(long id, WritableFile file, long capacity, long[] tail, boolean[] broken) {}

    /**
     * A log in a directory, without an active segment yet.
     *
     * @param segmentBytes size of a segment, bytes; one that must hold a larger record is larger
     * @param existing ids and sizes of the segments that are there already
     */
    public FileWal(Directory directory, int segmentBytes, Map<Long, Long> existing, boolean spareExists) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        sizes.putAll(existing);
        lastId = sizes.isEmpty() ? 0 : sizes.lastKey();
        spare = spareExists;
    }

    @Override
    public boolean append(ByteWriter record) throws IOException {
        Segment segment = active;
        if (segment == null || segment.broken[0]) {
            return false;
        }
        int length = record.size();
        if (length == 0 || length > WalFormat.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("record length=" + length);
        }
        int framed = WalFormat.frameBytes(length);
        long offset = segment.tail[0];
        if (offset + framed > segment.capacity) {
            return false;
        }
        if (frame.capacity() < framed) {
            frame = ByteBuffer.allocate(Math.max(framed, frame.capacity() * 2)).order(ByteOrder.LITTLE_ENDIAN);
        }
        frame.clear();
        frame.putInt(length);
        frame.putInt(WalFormat.checksum(crc, checksumScratch, segment.id, offset, record.array(), 0, length));
        frame.put(record.array(), 0, length);
        while (frame.position() < framed) {
            frame.put((byte) 0);
        }
        frame.flip();
        segment.file.write(frame, offset);
        segment.tail[0] = offset + framed;
        return true;
    }

    @Override
    public long roll(int minimumBytes) throws IOException {
        Segment before = active;
        if (before != null) {
            if (!before.broken[0]) {
                before.file.force();
            }
            before.file.close();
            active = null;
        }
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
            header.putLong(WalFormat.SEGMENT_ID_OFFSET, id);
            crc.reset();
            crc.update(header.array(), 0, WalFormat.HEADER_CRC_OFFSET);
            header.putInt(WalFormat.HEADER_CRC_OFFSET, (int) crc.getValue());
            file.write(header, 0);
            file.force();
            directory.sync();
        } catch (IOException e) {
            file.close();
            directory.delete(name);
            throw e;
        }
        synchronized (sizes) {
            sizes.put(id, capacity);
        }
        lastId = id;
        active = new Segment(id, file, capacity, new long[] {WalFormat.HEADER_BYTES}, new boolean[1]);
        return id;
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
        WritableFile file = directory.create(name);
        try {
            ByteBuffer zeros = ByteBuffer.allocate(ZERO_BYTES);
            for (long offset = 0; offset < capacity; offset += zeros.limit()) {
                zeros.clear().limit((int) Math.min(ZERO_BYTES, capacity - offset));
                file.write(zeros, offset);
            }
            file.force();
            return file;
        } catch (IOException e) {
            file.close();
            directory.delete(name);
            throw e;
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
        if (segment == null || segment.broken[0]) {
            return;
        }
        try {
            segment.file.force();
        } catch (java.nio.channels.ClosedChannelException e) {
            // Rolled meanwhile by the appending thread, which forces before it closes.
            if (segment.id == activeSegment()) {
                throw e;
            }
        } catch (IOException e) {
            segment.broken[0] = true;
            throw e;
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
        // Made outside the lock: it writes megabytes. A spare that appears meanwhile is simply replaced.
        preallocated(WalFiles.SPARE_BEING_MADE, segmentBytes).close();
        synchronized (sizes) {
            directory.rename(WalFiles.SPARE_BEING_MADE, WalFiles.SPARE);
            spare = true;
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
                if (!segment.broken[0]) {
                    file.force();
                }
            }
        }
    }
}
