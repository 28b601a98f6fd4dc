package dev.holdfast.agent.supervisor;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A datagram socket of the family AF_UNIX that sends to one address; by {@code systemd/notify/notify.c}. One socket for the life of
 * the process: the kernel adds the sender's process id to each datagram, which is what a manager goes by. Whoever opens
 * it closes it.
 */
final class NotifySocket implements NotifyChannel, Closeable {
    /** The library, in the folder that {@code holdfast.native} names. */
    static final String LIBRARY = "libholdfast_notify.so";

    /** The most that can be sent, as in the library. */
    static final int MAX_MESSAGE_BYTES = 2_048;

    /** The size of {@code sun_path}, as in the library. */
    static final int MAX_ADDRESS_BYTES = 108;

    private final byte[] address;
    private final int descriptor;

    private NotifySocket(byte[] address, int descriptor) {
        this.address = address;
        this.descriptor = descriptor;
    }

    /**
     * Loads the library, once a process, and makes a socket.
     *
     * @param address a path, or {@code @} and a name: the value of NOTIFY_SOCKET
     * @param nativeFolder holds {@link #LIBRARY}
     * @throws IOException when there is no such library here, or it cannot send to such an address; the message says which, for people
     */
    static NotifySocket open(String address, Path nativeFolder) throws IOException {
        byte[] bytes = addressBytes(address);
        Path library = nativeFolder.resolve(LIBRARY).toAbsolutePath();
        if (!Files.isRegularFile(library)) {
            throw new IOException("there is no " + library);
        }
        int descriptor;
        try {
            System.load(library.toString());
            descriptor = openSocket();
        } catch (UnsatisfiedLinkError e) {
            throw new IOException(library + " cannot be loaded: " + e.getMessage(), e);
        }
        if (descriptor < 0) {
            throw new IOException("no socket can be made, error " + -descriptor);
        }
        return new NotifySocket(bytes, descriptor);
    }

    /** As it stands in {@code sun_path}. */
    private static byte[] addressBytes(String address) throws IOException {
        byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
        if (!address.startsWith("/") && !address.startsWith("@")) {
            throw new IOException("it is neither a path nor an abstract name, which begins with @");
        }
        if (bytes.length < 2 || bytes.length > MAX_ADDRESS_BYTES) {
            throw new IOException(
                    "it has " + bytes.length + " bytes, where 2 to " + MAX_ADDRESS_BYTES + " are possible");
        }
        if (bytes[0] == '@') {
            bytes[0] = 0;
        }
        return bytes;
    }

    @Override
    public int send(byte[] message, int sizeBytes) {
        if (sizeBytes < 0 || sizeBytes > message.length) {
            throw new IllegalArgumentException("sizeBytes=" + sizeBytes + ", message.length=" + message.length);
        }
        return sendTo(descriptor, address, address.length, message, sizeBytes);
    }

    /** Nobody may send any more, then or later. */
    @Override
    public void close() {
        closeSocket(descriptor);
    }

    private static native int openSocket();

    private static native int sendTo(int descriptor, byte[] address, int addressBytes, byte[] message, int sizeBytes);

    private static native void closeSocket(int descriptor);
}
