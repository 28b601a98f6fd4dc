package dev.holdfast.storage.wal;

import dev.holdfast.storage.WalEngine;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;

/**
 * Opaque records in order, in numbered segments.
 *
 * <p>A record that {@link #append} took survives the death of the process; after {@link #sync} it survives a power cut.
 * One thread appends and rolls, unless the engine says that it bears more; {@link #sync}, {@link #releaseBefore} and
 * {@link #prepare} may come from another.
 */
public interface Wal extends Closeable {
    /**
     * The log of a directory, without an active segment yet. Segments of the other engine are let go like its own.
     *
     * @param segmentBytes size of a segment, bytes; one that must hold a larger record is larger
     * @param existing the segments that are there already
     * @param firstId the next segment has at least this id: smaller ones may have been used and given up
     * @param forgetful whether nobody knows how far segments were counted: an id may come again, and a file that waits to
     *     be used may hold records of its first use
     * @throws IOException when this engine cannot work here
     */
    static Wal open(
            WalEngine engine,
            Directory directory,
            int segmentBytes,
            Collection<WalFiles.Segment> existing,
            long firstId,
            boolean forgetful)
            throws IOException {
        return switch (engine) {
            case FILE -> new FileWal(directory, segmentBytes, existing, firstId, forgetful);
            case CHRONICLE -> new ChronicleWal(directory, segmentBytes, existing, firstId, forgetful);
        };
    }

    /**
     * Appends a record to the active segment.
     *
     * @return false when the segment has no room for it; {@link #roll} and append again
     * @throws IOException when it could not be written; the log is as before
     */
    boolean append(ByteWriter record) throws IOException;

    /**
     * Begins a group: the records that {@link #append} takes from here on are in the log when {@link #endGroup} returns, or
     * when {@link #roll} or {@link #append} had to make room before. One write call may do for all of them. An engine that
     * gains nothing by groups writes each record at once.
     */
    default void beginGroup() {}

    /**
     * Ends a group.
     *
     * @throws IOException when what was not written yet could not be; the log is as before, and the rest is forgotten
     */
    default void endGroup() throws IOException {}

    /**
     * Begins a new segment.
     *
     * @param minimumBytes room that it must have for records
     * @return its id, larger than those before
     */
    long roll(int minimumBytes) throws IOException;

    /** Id of the segment that takes records; 0 before the first {@link #roll}. */
    long activeSegment();

    /** Id of the newest segment there ever was here; 0 when there was none. The next has the id after it. */
    long lastSegment();

    /** Makes all that was appended durable. After a failure the active segment takes no more. */
    void sync() throws IOException;

    /** Gives up the segments with smaller ids. */
    void releaseBefore(long segmentId) throws IOException;

    /** Makes ready what the next {@link #roll} will need, so that it costs little; from any thread. */
    void prepare() throws IOException;

    /** What the next segment will take from the disk: nothing when one waits to be used. */
    long bytesToAllocate();

    /** Deletes the segment that waits to be used, when there is one: its room is needed more elsewhere. */
    void releaseSpare() throws IOException;

    /** Size of all files of the log, bytes. */
    long sizeBytes();

    /** Bytes that were written since the log was opened, preallocation included. */
    long writtenBytes();
}
