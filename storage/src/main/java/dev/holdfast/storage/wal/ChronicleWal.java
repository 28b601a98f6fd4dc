package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log over Chronicle Queue: each segment is a queue of one file, and a record is a store into a mapped page.
 *
 * <p>Any number of threads may append and roll: a lock is held for the time that a record takes to be copied, as Chronicle
 * itself would.
 *
 * <p>Chronicle is used for writing alone, and never meets a file that it did not just begin. It takes damage for the end
 * of a queue and goes on behind it, waits up to ten seconds for what a dead process should finish, and renames files that
 * it cannot open. So each segment is a queue of its own, in a folder that is made anew and shows it that file only; records
 * carry our own length and checksum; and {@link SegmentReader} reads them from the bytes. What is durable is decided by our
 * own force on the file.
 *
 * <p>Files are filled with zeros before Chronicle maps them: see {@link SegmentQueue}. A segment that was let go is deleted,
 * not used again, since Chronicle wants zeros.
 */
final class ChronicleWal implements Wal {
    /** Room for what Chronicle writes at the head of a file, and for a header behind the last record. */
    private static final int OVERHEAD_BYTES = 1 << 10;

    private final Directory directory;
    private final long blockBytes;
    private final SegmentFiles files;
    private final ReentrantLock lock = new ReentrantLock(); // over append, roll and close
    private final FrameMaker frames = new FrameMaker(); // guarded by lock

    private @Nullable SegmentQueue queue; // of the active segment; guarded by lock
    private volatile @Nullable ActiveSegment active;
    private long largestRecordBytes; // guarded by lock

    /** See {@link Wal#open}. */
    ChronicleWal(
            Directory directory,
            int segmentBytes,
            Collection<WalFiles.Segment> existing,
            long firstId,
            boolean forgetful)
            throws IOException {
        ChronicleSettings.apply();
        this.directory = directory;
        blockBytes = SegmentQueue.blockBytes(segmentBytes, 0);
        files = new SegmentFiles(
                directory,
                SegmentQueue.fileBytes(blockBytes),
                WalFiles.CHRONICLE_SUFFIX,
                false,
                existing,
                firstId,
                forgetful);
    }

    @Override
    public boolean append(ByteWriter record) throws IOException {
        int length = record.size();
        if (length == 0 || length > WalFormat.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("record length=" + length);
        }
        int framed = WalFormat.chronicleFrameBytes(length);
        lock.lock();
        try {
            ActiveSegment segment = active;
            if (segment == null
                    || segment.broken
                    || framed > largestRecordBytes
                    || segment.tail + framed > segment.limit) {
                return false;
            }
            write(segment, record.array(), length, segment.tail);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes a record.
     *
     * @param expectedOffset where Chronicle must put it, or -1 where that is not known
     */
    private void write(ActiveSegment segment, byte[] payload, int length, long expectedOffset) throws IOException {
        SegmentQueue target = queue;
        if (target == null) {
            throw new IllegalStateException("no queue for segment=" + segment.id);
        }
        frames.prepare(segment, payload, length, expectedOffset);
        try {
            segment.tail = target.append(frames);
            files.wrote(WalFormat.chronicleFrameBytes(length));
        } catch (IOException e) {
            segment.broken = true; // half a record may be there: nothing may come behind it
            throw e;
        }
    }

    @Override
    public long roll(int minimumBytes) throws IOException {
        lock.lock();
        try {
            long previousEnd = endActive();
            long id = files.lastId() + 1;
            long least = OVERHEAD_BYTES + (long) WalFormat.chronicleFrameBytes(minimumBytes);
            boolean usual = least <= SegmentQueue.overlapBytes(blockBytes);
            long block = usual ? blockBytes : SegmentQueue.blockBytes(blockBytes, least);
            // It gets its name when its header is durable: one without a header is damaged, and not half made.
            String temporary = files.nameOf(id) + WalFiles.TEMPORARY_SUFFIX;
            WritableFile file = files.take(temporary, SegmentQueue.fileBytes(block));
            ActiveSegment segment = new ActiveSegment(id, file, block - OVERHEAD_BYTES);
            try {
                begin(segment, temporary, block, previousEnd);
            } catch (IOException | RuntimeException e) {
                endQueue();
                files.discard(file, temporary, e);
                throw e;
            }
            files.add(id, SegmentQueue.fileBytes(block));
            largestRecordBytes = SegmentQueue.overlapBytes(block) - OVERHEAD_BYTES;
            active = segment;
            return id;
        } finally {
            lock.unlock();
        }
    }

    private void begin(ActiveSegment segment, String temporary, long block, long previousEnd) throws IOException {
        // No lock word, and nothing else that an earlier process left, is ever seen by this one.
        files.zeros(WalFiles.CHRONICLE_METADATA, SegmentQueue.METADATA_BYTES).close();
        SegmentQueue opened = SegmentQueue.open(
                directory.makeFolder(WalFiles.CHRONICLE_FOLDER), temporary, WalFiles.CHRONICLE_METADATA, block);
        queue = opened;
        ByteBuffer header =
                ByteBuffer.allocate(WalFormat.CHRONICLE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(WalFormat.header(segment.id, previousEnd));
        header.putInt((int) SegmentQueue.fileBytes(block));
        segment.durable = 0;
        write(segment, header.array(), header.position(), -1);
        segment.force();
        String name = files.nameOf(segment.id);
        directory.rename(temporary, name);
        opened.fileWasRenamed(name);
        directory.sync();
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
        endQueue();
        before.file.close();
        return before.broken ? 0 : before.tail;
    }

    private void endQueue() {
        if (queue != null) {
            queue.close();
            queue = null;
        }
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
            // Rolled meanwhile by an appending thread, which forces before it closes.
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
        return files.sizeBytes() + (active == null ? 0 : SegmentQueue.METADATA_BYTES);
    }

    @Override
    public long writtenBytes() {
        return files.writtenBytes();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            ActiveSegment segment = active;
            active = null;
            endQueue();
            if (segment != null) {
                try (WritableFile file = segment.file) {
                    if (!segment.broken) {
                        file.force();
                    }
                }
                directory.deleteFolder(WalFiles.CHRONICLE_FOLDER);
                directory.deleteIfExists(WalFiles.CHRONICLE_METADATA);
            }
        } finally {
            lock.unlock();
        }
    }
}
