package dev.holdfast.agent.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The socket as a file: made such that nobody but the agent's user and root ever could connect, in the place of one that a
 * dead agent left, and removed in the end.
 *
 * <p>{@code bind} makes the file by the process's umask, which Java cannot set, and a mode that is set after that comes a moment
 * too late: who connected in between stays connected. So it is bound in a folder of mode 0700, which {@code mkdir} gives
 * at once, gets its mode there, and is then renamed to where clients look; they find a socket by its inode, not by the name it was
 * bound to. The rename replaces what a killed agent left. The caller holds the store's lock, so that no other agent is
 * there.
 */
final class ControlSocket {
    /**
     * With the name of the socket in it exactly as long as {@link ControlFormat#SOCKET}: a path that can be bound here can be
     * connected to there.
     */
    private static final String FOLDER = ".holdfast.c";

    private static final String BOUND = "s";
    private static final int BACKLOG = 8;

    private ControlSocket() {}

    /**
     * A listening socket in a data directory.
     *
     * @throws IOException also when the path is longer than a socket's address can be
     */
    static ServerSocketChannel listen(Path dataDirectory) throws IOException {
        Path folder = dataDirectory.resolve(FOLDER);
        remove(folder);
        boolean posix = Files.getFileAttributeView(dataDirectory, PosixFileAttributeView.class) != null;
        makePrivate(folder, posix);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Path bound = folder.resolve(BOUND);
            channel.bind(UnixDomainSocketAddress.of(bound), BACKLOG);
            if (posix) {
                Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(bound, path(dataDirectory), StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        } finally {
            remove(folder);
        }
    }

    private static void makePrivate(Path folder, boolean posix) throws IOException {
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createDirectory(folder, mode);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("in the way, " + folder + ": remove it", e);
        }
    }

    /** What a start that was killed left. */
    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** Takes the name away. */
    static void unlink(ServerSocketChannel channel, Path dataDirectory) throws IOException {
        try (ServerSocketChannel closed = channel) {
            Files.deleteIfExists(path(dataDirectory));
        }
    }

    /** Where the socket of a data directory is. */
    static Path path(Path dataDirectory) {
        return dataDirectory.resolve(ControlFormat.SOCKET);
    }
}
