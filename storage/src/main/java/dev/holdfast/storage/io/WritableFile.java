package dev.holdfast.storage.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is being written. One thread at a time, except {@link #force()}. */
public interface WritableFile extends Closeable {
    /** Its name in the directory. */
    String name();

    /** Writes all remaining bytes at an offset; the file grows when the offset lies at its end. */
    void write(ByteBuffer bytes, long offset) throws IOException;

    /** Makes written bytes durable. A failure is final: the file must not be trusted again. */
    void force() throws IOException;

    /** Bytes in the file. */
    long size() throws IOException;
}
