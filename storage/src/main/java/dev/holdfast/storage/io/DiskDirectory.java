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
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A directory of the operating system. */
public final class DiskDirectory implements Directory {
    private static final int LOCK_ATTEMPTS = 4;
    private static final long LOCK_PAUSE_NANOS = 30_000_000;

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
        Path file = path.resolve(name);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Inheritance.give(path, file);
        return new ChannelFile(name, channel);
    }

    @Override
    public WritableFile openForWriting(String name) throws IOException {
        // Over no link: root may write here what another user owns.
        return new ChannelFile(
                name, FileChannel.open(path.resolve(name), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
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
        Path file = path.resolve(name);
        Inheritance.requireNoForeignLink(path, file);
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        @Nullable FileLock lock;
        try {
            Inheritance.give(path, file);
            lock = tryLock(channel);
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
        leaveLine(channel, holder);
        return channel;
    }

    /**
     * For others to read, and no more than that: where a full disk has no room for it the lock is as good without. Over the old
     * line before that is cut off, since a block that was given back may not be had again.
     */
    private static void leaveLine(FileChannel channel, String holder) {
        byte[] line = (holder + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            channel.write(ByteBuffer.wrap(line), 0);
            channel.truncate(line.length);
        } catch (IOException e) {
            // It will say whom it named before, who is gone, or nobody.
        }
    }

    /** A reader that wants to know whether there is a writer has the lock for a moment: a start must not fail of that. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        @Nullable FileLock lock = channel.tryLock();
        for (int attempt = 1; lock == null && attempt < LOCK_ATTEMPTS; attempt++) {
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
            lock = channel.tryLock();
        }
        return lock;
    }

    @Override
    public LinkFolder makeFolder(String name) throws IOException {
        deleteFolder(name);
        Path folder = Files.createDirectory(path.resolve(name));
        Inheritance.give(path, folder);
        return new DiskLinks(folder);
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        if (!Files.isDirectory(path.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(path)) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
                deleteFolder(secure, Path.of(name));
            } else {
                deleteFolder(path.resolve(name));
            }
        }
    }

    /** By directories that are open, not by paths: who owns this one could lead root elsewhere in between. */
    private static void deleteFolder(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try (SecureDirectoryStream<Path> folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path file : folder) {
                folder.deleteFile(Path.of(String.valueOf(file.getFileName())));
            }
        }
        parent.deleteDirectory(name);
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
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
