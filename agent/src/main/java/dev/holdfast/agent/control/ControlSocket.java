package dev.holdfast.agent.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The socket as a file: made such that nobody but the agent's user, root and who may read the data ever could connect, in the
 * place of one that a dead agent left, and removed in the end. Who may read the data is the directory's group, when it may read
 * the directory; what its members may ask is said by {@link Peer}.
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

    private static final String OWNER_ONLY = "rw-------";
    private static final String OWNER_AND_GROUP = "rw-rw----";

    private final ServerSocketChannel channel;
    private final @Nullable UserPrincipal owner; // of this process; null where peers cannot be told apart
    private final @Nullable UserPrincipal root; // likewise

    private ControlSocket(ServerSocketChannel channel, @Nullable UserPrincipal owner, @Nullable UserPrincipal root) {
        this.channel = channel;
        this.owner = owner;
        this.root = root;
    }

    /**
     * A listening socket in a data directory.
     *
     * @throws IOException also when the path is longer than a socket's address can be
     */
    static ControlSocket listen(Path dataDirectory) throws IOException {
        Path folder = dataDirectory.resolve(FOLDER);
        remove(folder);
        boolean posix = Files.getFileAttributeView(dataDirectory, PosixFileAttributeView.class) != null;
        makePrivate(folder, posix);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Path bound = folder.resolve(BOUND);
            channel.bind(UnixDomainSocketAddress.of(bound), BACKLOG);
            // Of a new socket, hence this process's.
            @Nullable
            UserPrincipal owner = posix && Peer.canBeTold() ? Files.getOwner(bound, LinkOption.NOFOLLOW_LINKS) : null;
            @Nullable UserPrincipal root = owner == null ? null : Peer.root();
            if (posix) {
                boolean group = owner != null && isGivenToReaders(bound, dataDirectory);
                Files.setPosixFilePermissions(
                        bound, PosixFilePermissions.fromString(group ? OWNER_AND_GROUP : OWNER_ONLY));
            }
            Files.move(bound, path(dataDirectory), StandardCopyOption.ATOMIC_MOVE);
            return new ControlSocket(channel, owner, root);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        } finally {
            remove(folder);
        }
    }

    /** Whether the socket's group is one that may read the directory: where it is another one, it is made so if it can be. */
    private static boolean isGivenToReaders(Path bound, Path dataDirectory) throws IOException {
        PosixFileAttributes directory = Files.readAttributes(dataDirectory, PosixFileAttributes.class);
        if (!directory.permissions().containsAll(PosixFilePermissions.fromString("---r-x---"))) {
            return false;
        }
        PosixFileAttributeView socket =
                Files.getFileAttributeView(bound, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (socket.readAttributes().group().equals(directory.group())) {
            return true;
        }
        try {
            socket.setGroup(directory.group());
            return true;
        } catch (IOException e) {
            return false; // this process is no member of it
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

    /** Where clients come in. */
    ServerSocketChannel channel() {
        return channel;
    }

    /** Who a client is, and what it may. */
    Peer peerOf(SocketChannel client) throws IOException {
        return Peer.of(client, owner, root);
    }

    /** Takes the name away. */
    void unlink(Path dataDirectory) throws IOException {
        try (ServerSocketChannel closed = channel) {
            Files.deleteIfExists(path(dataDirectory));
        }
    }

    /** Where the socket of a data directory is. */
    static Path path(Path dataDirectory) {
        return dataDirectory.resolve(ControlFormat.SOCKET);
    }
}
