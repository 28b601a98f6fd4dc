package dev.holdfast.agent.daemon;

import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.LinkFolder;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.io.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory whose writes do not return while some file exists elsewhere, as on a disk that hangs. */
final class HangingDirectory implements Directory {
    private final Directory disk;
    private final Path hang;

    HangingDirectory(Directory disk, Path hang) {
        this.disk = disk;
        this.hang = hang;
    }

    private final class HangingFile implements WritableFile {
        private final WritableFile file;

        HangingFile(WritableFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            while (Files.exists(hang)) {
                try {
                    Thread.sleep(10);
                } catch (InterruptedException e) {
                    throw (IOException) new InterruptedIOException().initCause(e);
                }
            }
            file.write(bytes, offset);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public WritableFile create(String name) throws IOException {
        return new HangingFile(disk.create(name));
    }

    @Override
    public WritableFile openForWriting(String name) throws IOException {
        return new HangingFile(disk.openForWriting(name));
    }

    @Override
    public ReadableFile open(String name) throws IOException {
        return disk.open(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void sync() throws IOException {
        disk.sync();
    }

    @Override
    public Closeable lock(String name, String holder) throws IOException {
        return disk.lock(name, holder);
    }

    @Override
    public LinkFolder makeFolder(String name) throws IOException {
        return disk.makeFolder(name);
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        disk.deleteFolder(name);
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }

    @Override
    public String toString() {
        return disk.toString();
    }
}
