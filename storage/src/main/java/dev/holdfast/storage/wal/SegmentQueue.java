package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.LinkFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * A Chronicle queue over one preallocated file. One thread at a time; whoever opened it closes it.
 *
 * <p>Chronicle grows files by making them sparse, and on a full disk a store into a hole kills the process or leaves half
 * a record. It does not grow a file that is long enough: {@link #fileBytes} says how long that is. Whatever it throws,
 * errors of the Java machine for a page that cannot be had included, is an {@link IOException} here.
 */
final class SegmentQueue implements Closeable {
    /** What Chronicle makes its table of, and takes for another process's when it has another length. */
    static final int METADATA_BYTES = 128 << 10;

    private static final String METADATA_NAME = "metadata.cq4t";
    private static final int PAGE_BYTES = 64 << 10;
    private static final long TIMEOUT_MS = 500;

    private final LinkFolder folder;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;

    /** Makes the bytes of a record, from its length to its end, for the offset where it will stand. */
    interface Framer {
        ByteBuffer frame(long offset) throws IOException;
    }

    /**
     * Opens a queue.
     *
     * @param file of zeros, {@link #fileBytes} long
     * @param metadata of zeros, {@link #METADATA_BYTES} long
     */
    static SegmentQueue open(LinkFolder folder, String file, String metadata, long blockBytes) throws IOException {
        folder.link(METADATA_NAME, metadata);
        SingleChronicleQueue queue = null;
        try {
            queue = SingleChronicleQueueBuilder.binary(folder.path().toFile())
                    .rollCycle(new SegmentCycle())
                    .blockSize(blockBytes)
                    .timeoutMS(TIMEOUT_MS)
                    .checkInterrupts(false)
                    .build();
            ExcerptAppender appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true); // the log's lock sees to it
            // Not before: an appender that finds a file without a header waits for the process that should be writing
            // it.
            folder.link(SegmentCycle.FILE_NAME, file);
            return new SegmentQueue(folder, queue, appender);
        } catch (RuntimeException | Error e) {
            closeQuietly(queue);
            throw failure(e);
        } catch (IOException e) {
            closeQuietly(queue);
            throw e;
        }
    }

    private SegmentQueue(LinkFolder folder, SingleChronicleQueue queue, ExcerptAppender appender) {
        this.folder = folder;
        this.queue = queue;
        this.appender = appender;
    }

    /** The block that holds some bytes with records of at most some size: one block is mapped, and never another. */
    static long blockBytes(long bytes, long largestRecordBytes) {
        long wanted = Math.max(bytes, 4 * largestRecordBytes);
        return (Math.max(wanted, PAGE_BYTES) + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }

    /** The length of a file for a block: Chronicle maps some more behind it. */
    static long fileBytes(long blockBytes) {
        return blockBytes + overlapBytes(blockBytes);
    }

    /** The size of the largest record that a block takes. */
    static long overlapBytes(long blockBytes) {
        return Math.max(PAGE_BYTES, blockBytes / 4);
    }

    /** The file has another name in the directory now. */
    void fileWasRenamed(String file) throws IOException {
        folder.link(SegmentCycle.FILE_NAME, file);
    }

    /**
     * Appends a record.
     *
     * @return the offset behind it
     */
    long append(Framer framer) throws IOException {
        try (DocumentContext document = appender.writingDocument()) {
            try {
                Bytes<?> bytes = document.wire().bytes();
                ByteBuffer frame = framer.frame(bytes.writePosition() - WalFormat.CHRONICLE_LEAD_BYTES);
                bytes.write(frame.array(), frame.arrayOffset(), frame.limit());
                return bytes.writePosition();
            } catch (IOException | RuntimeException | Error e) {
                document.rollbackOnClose();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            throw failure(e);
        }
    }

    /** Chronicle's exceptions and assertions, and what the Java machine throws for a mapped page that cannot be had. */
    private static IOException failure(Throwable e) {
        if (e instanceof OutOfMemoryError memory) {
            throw memory;
        }
        return new IOException("Chronicle queue: " + e, e);
    }

    private static void closeQuietly(@Nullable SingleChronicleQueue queue) {
        try {
            if (queue != null) {
                queue.close();
            }
        } catch (RuntimeException | InternalError | AssertionError e) {
            // What failed before is what matters; the mapping goes with the process.
        }
    }

    /** Unmaps the file. Nothing is written. */
    @Override
    public void close() {
        closeQuietly(queue);
    }
}
