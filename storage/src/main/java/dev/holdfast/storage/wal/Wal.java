package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.ByteWriter;
import java.io.Closeable;
import java.io.IOException;

/**
 * Opaque records in order, in numbered segments.
 *
 * <p>A record that {@link #append} took survives the death of the process; after {@link #sync} it survives a power cut.
 * One thread appends and rolls; {@link #sync} and {@link #releaseBefore} may come from another.
 */
public interface Wal extends Closeable {
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

    /** Makes all that was appended durable. After a failure the active segment takes no more. */
    void sync() throws IOException;

    /** Gives up the segments with smaller ids. */
    void releaseBefore(long segmentId) throws IOException;

    /** Makes ready what the next {@link #roll} will need, so that it costs little; from any thread. */
    void prepare() throws IOException;

    /** Size of all segments, bytes. */
    long sizeBytes();
}
