package dev.holdfast.storage.io;

import dev.holdfast.storage.StoreLockedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A directory of the operating system. */
public final class DiskDirectory implements Directory {
    private final Path path;

    /** Over an existing directory. */
    public DiskDirectory(Path path) {
        this.path = path;
    }

    /** Makes the directory with its parents, readable by owner and group only, when it is not there. */
    public static DiskDirectory createIfAbsent(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path);
            PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (posix != null) {
                posix.setPermissions(PosixFilePermissions.fromString("rwxr-x---"));
            }
        }
        return new DiskDirectory(path);
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path, Files::isRegularFile)) {
            for (Path file : stream) {
                names.add(String.valueOf(file.getFileName()));
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public WritableFile create(String name) throws IOException {
        return new ChannelFile(
                name, FileChannel.open(path.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public WritableFile openForWriting(String name) throws IOException {
        return new ChannelFile(name, FileChannel.open(path.resolve(name), StandardOpenOption.WRITE));
    }

    @Override
    public ReadableFile open(String name) throws IOException {
        return new ChannelFile(name, FileChannel.open(path.resolve(name), StandardOpenOption.READ));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(path.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Closeable lock(String name, String holder) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (lock == null) {
            ByteBuffer line = ByteBuffer.allocate(200);
            channel.read(line, 0);
            channel.close();
            throw new StoreLockedException(
                    path.toString(), new String(line.array(), 0, line.position(), StandardCharsets.UTF_8).strip());
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        return channel;
    }

    @Override
    public LinkFolder makeFolder(String name) throws IOException {
        deleteFolder(name);
        return new DiskLinks(Files.createDirectory(path.resolve(name)));
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        Path folder = path.resolve(name);
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                for (Path file : stream) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    @Override
    public long usableBytes() throws IOException {
        // Not through a FileStore, which looks for a mount point and finds none in a chroot.
        return path.toFile().getUsableSpace();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return path.toString();
    }

    private record DiskLinks(Path path) implements LinkFolder {
        @Override
        public void link(String alias, String file) throws IOException {
            Files.deleteIfExists(path.resolve(alias));
            Files.createSymbolicLink(path.resolve(alias), Path.of("..", file));
        }
    }

    private static final class ChannelFile implements WritableFile, ReadableFile {
        private final String name;
        private final FileChannel channel;

        ChannelFile(String name, FileChannel channel) {
            this.name = name;
            this.channel = channel;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            long at = offset;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            int total = 0;
            while (into.hasRemaining()) {
                int count = channel.read(into, offset + total);
                if (count < 0) {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
