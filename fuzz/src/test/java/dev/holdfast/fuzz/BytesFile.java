package dev.holdfast.fuzz;

import dev.holdfast.storage.io.ReadableFile;
import java.nio.ByteBuffer;

/** A file that is an array. */
record BytesFile(String name, byte[] bytes) implements ReadableFile {
    @Override
    public int read(ByteBuffer into, long offset) {
        if (offset >= bytes.length) {
            return 0;
        }
        int count = Math.min(into.remaining(), bytes.length - (int) offset);
        into.put(bytes, (int) offset, count);
        return count;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void close() {}
}
