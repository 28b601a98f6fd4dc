package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.Collection;
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
final class FileWal implements Wal {
    /** A group that has grown to this is written out. */
    private static final int GROUP_BYTES = 128 << 10;

    private final Directory directory;
    private final int segmentBytes;
    private final SegmentFiles files;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer checksumScratch = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    /** Framed records that are not written yet: of a group several, else one during the call. */
    private ByteBuffer frames = ByteBuffer.allocateDirect(16 << 10).order(ByteOrder.LITTLE_ENDIAN);

    private boolean grouping;

    private volatile @Nullable ActiveSegment active;

    /** See {@link Wal#open}. */
    FileWal(
            Directory directory,
            int segmentBytes,
            Collection<WalFiles.Segment> existing,
            long firstId,
            boolean forgetful)
            throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        files = new SegmentFiles(directory, segmentBytes, "", true, existing, firstId, forgetful);
    }

    @Override
    public boolean append(ByteWriter record) throws IOException {
        ActiveSegment segment = active;
        if (segment == null || segment.broken) {
            return false;
        }
        int length = record.size();
        if (length == 0 || length > WalFormat.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("record length=" + length);
        }
        int framed = WalFormat.frameBytes(length);
        if (segment.tail + frames.position() + framed > segment.limit) {
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

    private void makeRoom(ActiveSegment segment, int framed) throws IOException {
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
    private void writeFrames(ActiveSegment segment) throws IOException {
        long offset = segment.tail;
        int length = frames.position();
        try {
            segment.file.write(frames.flip(), offset);
            segment.tail = offset + length;
            files.wrote(length);
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
        ActiveSegment segment = active;
        if (segment != null && frames.position() > 0) {
            writeFrames(segment);
        }
    }

    @Override
    public long roll(int minimumBytes) throws IOException {
        writeWaiting();
        long previousEnd = endActive();
        long id = files.lastId() + 1;
        long capacity = Math.max(segmentBytes, WalFormat.HEADER_BYTES + (long) WalFormat.frameBytes(minimumBytes));
        String name = files.nameOf(id);
        WritableFile file = files.take(name, capacity);
        try {
            file.write(WalFormat.header(id, previousEnd), 0);
            files.wrote(WalFormat.HEADER_BYTES);
            file.force();
            directory.sync();
        } catch (IOException e) {
            files.discard(file, name, e);
            throw e;
        }
        files.add(id, capacity);
        active = new ActiveSegment(id, file, capacity);
        return id;
    }

    /** Makes the active segment durable and closes it; where its records end, 0 when it is not to be trusted. */
    private long endActive() throws IOException {
        ActiveSegment before = active;
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

    @Override
    public long activeSegment() {
        ActiveSegment segment = active;
        return segment == null ? 0 : segment.id;
    }

    @Override
    public long lastSegment() {
        return files.lastId();
    }

    @Override
    public void sync() throws IOException {
        ActiveSegment segment = active;
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
        files.releaseBefore(segmentId);
    }

    @Override
    public void prepare() throws IOException {
        files.prepare();
    }

    @Override
    public long bytesToAllocate() {
        return files.bytesToAllocate();
    }

    @Override
    public void releaseSpare() throws IOException {
        files.releaseSpare();
    }

    @Override
    public long sizeBytes() {
        return files.sizeBytes();
    }

    @Override
    public long writtenBytes() {
        return files.writtenBytes();
    }

    @Override
    public void close() throws IOException {
        ActiveSegment segment = active;
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
