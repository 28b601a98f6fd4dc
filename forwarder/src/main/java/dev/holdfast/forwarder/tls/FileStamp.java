package dev.holdfast.forwarder.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * By what a changed file is known. The file's key (on Unix device and inode) tells one that was put in its place, as
 * certificate tools do it, even when it is as long and as old.
 */
record FileStamp(
        Path file,
        FileTime modified,
        long sizeBytes,
        @Nullable Object key) {
    /**
     * The stamp of a file now. Taken before the file is read, so that a change in between is seen the next time.
     *
     * @throws IOException when there is none; the message names it
     */
    static FileStamp of(Path file) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(file, now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
