package dev.holdfast.storage.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * A flat directory of files. Durability is explicit: bytes are durable after {@link WritableFile#force()}, names (of
 * created, renamed and deleted files) after {@link #sync()}.
 *
 * <p>Any thread. Names contain no separator.
 */
public interface Directory extends Closeable {
    /** The names of the files in it, sorted. */
    List<String> list() throws IOException;

    /**
     * Makes a new, empty file for writing.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the name is taken
     */
    WritableFile create(String name) throws IOException;

    /** Opens an existing file for writing in place. */
    WritableFile openForWriting(String name) throws IOException;

    /**
     * Opens a file for reading. It stays readable when its name is deleted.
     *
     * @throws NoSuchFileException when there is none
     */
    ReadableFile open(String name) throws IOException;

    /** Gives a file another name, replacing what has it; atomic. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file. */
    void delete(String name) throws IOException;

    /** Deletes a file when there is one. */
    default void deleteIfExists(String name) throws IOException {
        try {
            delete(name);
        } catch (NoSuchFileException e) {
            // It was never made, or is gone already.
        }
    }

    /** Makes created, renamed and deleted names durable. */
    void sync() throws IOException;

    /**
     * Takes the writer's lock, and leaves a line in it for others to read.
     *
     * @throws dev.holdfast.storage.StoreLockedException when another process, or another store here, has it
     */
    Closeable lock(String name, String holder) throws IOException;

    /**
     * Makes an empty folder beside the files, in the place of the one that has its name, for a library that opens files
     * by their path. It is no part of what is kept: nothing in it is listed here, and nothing need be durable.
     *
     * @throws IOException when there are no paths here, since this is no directory of the operating system
     */
    default LinkFolder makeFolder(String name) throws IOException {
        throw new IOException(this + ": no paths to open files by");
    }

    /** Deletes a folder made by {@link #makeFolder} when there is one. */
    default void deleteFolder(String name) throws IOException {}

    /** Bytes that can still be written to the file system. */
    long usableBytes() throws IOException;

    /** For messages: where this is. */
    @Override
    String toString();
}
