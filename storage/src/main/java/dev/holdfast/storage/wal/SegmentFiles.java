package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files of a log: which there are, what they take, and the spare one that is made ahead. Files are filled with zeros
 * before they are used, so that a full disk is met here and not in the middle of a record.
 *
 * <p>One thread takes files; the rest is any thread's.
 */
final class SegmentFiles {
    /**
     * One page at a time. Written in larger pieces the zeros may lie in the page cache as larger folios, and a record of
     * 300 bytes then counts, and on some file systems is written back, as a whole folio (measured on ext4 of Linux 6.18).
     */
    private static final int ZERO_BYTES = 4 << 10;

    private final Directory directory;
    private final long fileBytes;
    private final String suffix;
    private final String spareName;
    private final boolean usesAgain;
    private final TreeMap<Long, WalFiles.Segment> segments = new TreeMap<>(); // guarded by itself
    private boolean spare; // guarded by segments
    private volatile long lastId;
    private final AtomicLong writtenBytes = new AtomicLong();

    /**
     * Takes over what is there. The other engine's spare is deleted, and what Chronicle keeps only while it is open.
     *
     * @param fileBytes what a segment usually takes
     * @param suffix end of the names of this engine's segments
     * @param usesAgain whether a segment that was let go may be the next spare, with its old bytes
     */
    SegmentFiles(
            Directory directory,
            long fileBytes,
            String suffix,
            boolean usesAgain,
            Collection<WalFiles.Segment> existing,
            long firstId,
            boolean forgetful)
            throws IOException {
        this.directory = directory;
        this.fileBytes = fileBytes;
        this.suffix = suffix;
        this.spareName = WalFiles.SPARE + suffix;
        this.usesAgain = usesAgain;
        existing.forEach(segment -> segments.put(segment.id(), segment));
        lastId = Math.max(firstId - 1, segments.isEmpty() ? 0 : segments.lastKey());
        for (String name : directory.list()) {
            if (name.equals(spareName) && !forgetful) {
                spare = true;
            } else if (name.startsWith(WalFiles.SPARE) || name.equals(WalFiles.CHRONICLE_METADATA)) {
                directory.delete(name);
            }
        }
        directory.deleteFolder(WalFiles.CHRONICLE_FOLDER);
    }

    /** Id of the newest segment that there ever was. */
    long lastId() {
        return lastId;
    }

    /** The name of this engine's segment of an id. */
    String nameOf(long id) {
        return WalFiles.segmentName(id) + suffix;
    }

    /** A file of some size under some name: the spare, or one filled with zeros now. The caller closes it. */
    WritableFile take(String name, long bytes) throws IOException {
        synchronized (segments) {
            if (spare && bytes == fileBytes) {
                directory.rename(spareName, name);
                spare = false;
                return directory.openForWriting(name);
            }
        }
        return zeros(name, bytes);
    }

    /** Counts bytes that an engine wrote into a segment. */
    void wrote(long bytes) {
        writtenBytes.addAndGet(bytes);
    }

    /** See {@link Wal#writtenBytes}. */
    long writtenBytes() {
        return writtenBytes.get();
    }

    /** A file of zeros, durable, in the place of what has its name. The caller closes it. */
    WritableFile zeros(String name, long bytes) throws IOException {
        WritableFile file = createAnew(name);
        try {
            ByteBuffer zeros = ByteBuffer.allocate(ZERO_BYTES);
            for (long offset = 0; offset < bytes; offset += zeros.limit()) {
                zeros.clear().limit((int) Math.min(ZERO_BYTES, bytes - offset));
                file.write(zeros, offset);
            }
            file.force();
            wrote(bytes);
            return file;
        } catch (IOException e) {
            discard(file, name, e);
            throw e;
        }
    }

    private WritableFile createAnew(String name) throws IOException {
        try {
            return directory.create(name);
        } catch (FileAlreadyExistsException e) {
            directory.delete(name);
            return directory.create(name);
        }
    }

    /** Closes and deletes a file that an attempt failed with. */
    void discard(WritableFile file, String name, Exception reason) {
        try (file) {
            directory.delete(name);
        } catch (IOException e) {
            reason.addSuppressed(e); // it is in nobody's way: the next attempt replaces it
        }
    }

    /** A file has become a segment. */
    void add(long id, long bytes) {
        synchronized (segments) {
            segments.put(id, new WalFiles.Segment(id, nameOf(id), bytes));
        }
        lastId = id;
    }

    void releaseBefore(long segmentId) throws IOException {
        boolean changed = false;
        while (true) {
            synchronized (segments) {
                Map.Entry<Long, WalFiles.Segment> oldest = segments.firstEntry();
                if (oldest == null || oldest.getKey() >= segmentId) {
                    break;
                }
                WalFiles.Segment segment = oldest.getValue();
                boolean fits =
                        segment.sizeBytes() == fileBytes && segment.name().equals(nameOf(segment.id()));
                if (usesAgain && !spare && fits) {
                    directory.rename(segment.name(), spareName);
                    spare = true;
                } else {
                    directory.delete(segment.name());
                }
                segments.remove(segment.id());
                changed = true;
            }
        }
        if (changed) {
            directory.sync();
        }
    }

    void prepare() throws IOException {
        if (bytesToAllocate() == 0) {
            return;
        }
        if (directory.usableBytes() < 4 * fileBytes) {
            return; // the room is needed for what cannot wait
        }
        // Made outside the lock: it writes megabytes. A spare that appears meanwhile is simply replaced.
        String beingMade = spareName + WalFiles.TEMPORARY_SUFFIX;
        zeros(beingMade, fileBytes).close();
        synchronized (segments) {
            directory.rename(beingMade, spareName);
            spare = true;
        }
    }

    long bytesToAllocate() {
        synchronized (segments) {
            return spare ? 0 : fileBytes;
        }
    }

    void releaseSpare() throws IOException {
        synchronized (segments) {
            if (spare) {
                directory.delete(spareName);
                spare = false;
            }
        }
    }

    long sizeBytes() {
        synchronized (segments) {
            long total = spare ? fileBytes : 0;
            for (WalFiles.Segment segment : segments.values()) {
                total += segment.sizeBytes();
            }
            return total;
        }
    }
}
