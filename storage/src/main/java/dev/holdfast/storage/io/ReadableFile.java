package dev.holdfast.storage.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is being read. Any thread. */
public interface ReadableFile extends Closeable {
    /** Its name in the directory. */
    String name();

    /** Reads up to the remaining room at an offset; the number of bytes read, less than the room only at the end. */
    int read(ByteBuffer into, long offset) throws IOException;

    /** Bytes in the file now. */
    long size() throws IOException;
}
