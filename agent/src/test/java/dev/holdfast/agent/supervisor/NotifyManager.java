package dev.holdfast.agent.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A service manager's end of NOTIFY_SOCKET: a real socket, by JNA, that keeps what it gets. */
public final class NotifyManager implements AutoCloseable {
    /**
     * What came.
     *
     * @param atNanos by {@link System#nanoTime}
     */
    public record Message(long atNanos, String text) {
        /** Whether one of its lines is this. */
        public boolean has(String line) {
            return text.lines().anyMatch(line::equals);
        }

        /** Whether it says that the agent is ready. */
        public boolean isReady() {
            return has("READY=1");
        }

        /** Whether it says that the configuration is read again. */
        public boolean isReloading() {
            return has("RELOADING=1");
        }

        /** Whether it feeds the watchdog. */
        public boolean isAlive() {
            return has("WATCHDOG=1");
        }

        /** Whether it asks for another watchdog. */
        public boolean asksForTime() {
            return !value("WATCHDOG_USEC").isEmpty();
        }

        /** The value of a variable, or empty. */
        public String value(String variable) {
            String head = variable + '=';
            return text.lines()
                    .filter(line -> line.startsWith(head))
                    .map(line -> line.substring(head.length()))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Of the C library, on Linux. */
    public interface LibC extends Library {
        /** As in sockets(2). */
        int socket(int domain, int type, int protocol);

        /** Likewise. */
        int bind(int descriptor, byte[] address, int sizeBytes);

        /** Likewise. */
        NativeLong recv(int descriptor, byte[] into, NativeLong sizeBytes, int flags);

        /** Likewise. */
        int close(int descriptor);
    }

    private static final LibC C = Native.load("c", LibC.class);
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_DONTWAIT = 0x40;

    private final String address;
    private final int descriptor;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "manager");
    private volatile boolean deaf;
    private volatile boolean closing;

    /** Listens from now on. */
    public NotifyManager(String address) throws IOException {
        this.address = address;
        byte[] path = address.getBytes(UTF_8);
        byte[] name = new byte[2 + path.length];
        name[java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN ? 0 : 1] = AF_UNIX;
        System.arraycopy(path, 0, name, 2, path.length);
        name[2] = path[0] == '@' ? 0 : path[0];
        descriptor = C.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (descriptor < 0 || C.bind(descriptor, name, name.length) != 0) {
            throw new IOException("cannot listen on " + address);
        }
        reader.start();
    }

    private void read() {
        byte[] bytes = new byte[8_192];
        while (!closing) {
            long size = deaf
                    ? -1
                    : C.recv(descriptor, bytes, new NativeLong(bytes.length), MSG_DONTWAIT)
                            .longValue();
            if (size >= 0) {
                messages.add(new Message(System.nanoTime(), new String(bytes, 0, (int) size, UTF_8)));
                continue;
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** What NOTIFY_SOCKET is to say. */
    public String address() {
        return address;
    }

    /** All that came so far. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Those that came after a moment and are like this. */
    public List<Message> since(long nanos, Predicate<Message> like) {
        return messages.stream()
                .filter(m -> m.atNanos() - nanos > 0 && like.test(m))
                .toList();
    }

    /** The first that came after a moment and is like this; waited for a minute at most. */
    public Message await(long sinceNanos, Predicate<Message> like) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            List<Message> found = since(sinceNanos, like);
            if (!found.isEmpty()) {
                return found.get(0);
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("it never came; what came: " + messages);
            }
            Thread.sleep(5);
        }
    }

    /** Reads nothing until further notice. */
    public void deaf(boolean value) {
        deaf = value;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closing = true;
        reader.join();
        C.close(descriptor);
        if (address.startsWith("/")) {
            Files.deleteIfExists(Path.of(address));
        }
    }
}
