package dev.holdfast.agent.sampling;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text file of the kernel that is read again and again.
 *
 * <p>It stays open and is read from position 0 each time, which makes the kernel write it anew; that saves the look-up of
 * the path, and in Java every object. A file that is absent, or whose reading the kernel refuses, is tried again a minute
 * later. Two readings for the same moment are one, so that collectors can share a file.
 */
final class TextFile implements Closeable {
    /** Longest file that is read; /proc/stat of a host with a thousand CPUs has about a quarter of it. */
    static final int MAX_BYTES = 4 << 20;

    private static final long RETRY_MS = 60_000;
    // Above 8 KiB the JDK copies through memory that it allocates for each read.
    private static final int READ_BYTES = 8192;

    private final Path path;
    private @Nullable RandomAccessFile file;
    private byte[] bytes = new byte[512];
    private int length;
    private boolean present;
    private long readAtMs = Long.MIN_VALUE;
    private long retryAtMs = Long.MIN_VALUE;

    TextFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /**
     * Reads the content of now.
     *
     * @param nowMs the time of the tick
     * @return false when there is no such file or the kernel has nothing to say in it
     * @throws IOException when it is too long
     */
    boolean read(long nowMs) throws IOException {
        if (nowMs == readAtMs) {
            return present;
        }
        boolean clockWentBack = nowMs < readAtMs;
        readAtMs = nowMs;
        if (!present && nowMs < retryAtMs && !clockWentBack) {
            return false;
        }
        present = readAll();
        if (!present) {
            close();
            retryAtMs = nowMs + RETRY_MS;
        }
        return present;
    }

    private boolean readAll() throws IOException {
        try {
            RandomAccessFile open = file;
            if (open == null) {
                open = new RandomAccessFile(path.toFile(), "r");
                file = open;
            } else {
                open.seek(0);
            }
            length = 0;
            while (true) {
                if (length == bytes.length) {
                    if (length >= MAX_BYTES) {
                        break;
                    }
                    bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, bytes.length * 2));
                }
                int count = open.read(bytes, length, Math.min(READ_BYTES, bytes.length - length));
                if (count <= 0) {
                    return true;
                }
                length += count;
            }
        } catch (FileNotFoundException e) {
            return false; // not there, or not for us
        } catch (IOException e) {
            return false; // a device without this property (EINVAL), gone (ENODEV), or a feature that is off
            // (EOPNOTSUPP)
        }
        throw new IOException(path + ": longer than " + MAX_BYTES + " bytes");
    }

    /** The buffer; the content is its first {@link #length()} bytes until the next reading. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The file can be read again after this; it opens by itself. */
    @Override
    public void close() {
        RandomAccessFile open = file;
        file = null;
        present = false;
        readAtMs = Long.MIN_VALUE;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                length = 0; // nothing was written, so nothing is lost
            }
        }
    }
}
