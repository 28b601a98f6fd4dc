package dev.holdfast.agent.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that started this process, to which it says how it is doing; or nobody, and then nothing happens. Any thread.
 * That a message cannot be sent is said once in the log and hinders nothing. Whoever makes it closes it, when nobody may send any more.
 */
public final class Supervisor implements Closeable {
    /** The system property that names the folder of native libraries. */
    public static final String NATIVE_FOLDER = "holdfast.native";

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final NotifyChannel NOBODY = (message, sizeBytes) -> NotifyChannel.SENT;

    /** A status is for one line of a screen, or three. */
    private static final int MAX_STATUS_BYTES = 500;

    private final @Nullable NotifySocket socket;
    private final NotifyChannel channel;
    private final LongSupplier monotonicNanos;
    private final Watchdog watchdog;
    private boolean failureSaid; // guarded by this

    private Supervisor(@Nullable NotifySocket socket, long watchdogUsec, LongSupplier monotonicNanos) {
        this.socket = socket;
        this.channel = socket == null ? NOBODY : socket;
        this.monotonicNanos = monotonicNanos;
        this.watchdog = new Watchdog(channel, watchdogUsec, monotonicNanos);
    }

    /** Nobody. */
    public static Supervisor none() {
        return new Supervisor(null, 0, () -> 0);
    }

    /**
     * The one that the environment names. When it cannot be spoken to, the log says why and what to do, and it is nobody.
     *
     * @param environment of the process; NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID count
     * @param nativeFolder the value of {@link #NATIVE_FOLDER}; empty for none
     * @param pid of this process
     * @param monotonicNanos CLOCK_MONOTONIC, which {@link System#nanoTime} is on Linux
     */
    public static Supervisor of(
            Map<String, String> environment, String nativeFolder, long pid, LongSupplier monotonicNanos) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return none();
        }
        try {
            if (nativeFolder.isEmpty()) {
                throw new IOException(
                        "the system property " + NATIVE_FOLDER + " does not say where " + NotifySocket.LIBRARY + " is");
            }
            NotifySocket socket = NotifySocket.open(address, Path.of(nativeFolder));
            return new Supervisor(socket, Watchdog.configuredUsec(environment, pid), monotonicNanos);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "the service manager cannot be told how the agent is doing, NOTIFY_SOCKET={}: {}; start it by"
                            + " bin/holdfast of a whole installation, or set Type=exec and no WatchdogSec in its unit",
                    address,
                    e.getMessage());
            return none();
        }
    }

    /** Whether there is one. */
    public boolean isThere() {
        return socket != null;
    }

    /** To be told of progress. */
    public Watchdog watchdog() {
        return watchdog;
    }

    /** The agent works, for the first time or again after {@link #reloading}; whether that was told, to whoever there is. */
    public boolean ready(String status) {
        return tell("READY=1\n", status);
    }

    /** The configuration is read again from now on, until {@link #ready}. */
    public void reloading(String status) {
        tell("RELOADING=1\nMONOTONIC_USEC=" + monotonicNanos.getAsLong() / 1_000 + '\n', status);
    }

    /** The agent ends. */
    public void stopping(String status) {
        tell("STOPPING=1\n", status);
    }

    /** What it is at, for people. */
    public void status(String status) {
        tell("", status);
    }

    private boolean tell(String state, String status) {
        if (socket == null) {
            return true;
        }
        byte[] head = (state + "STATUS=").getBytes(UTF_8);
        byte[] line = line(status);
        byte[] message = Arrays.copyOf(head, head.length + line.length);
        System.arraycopy(line, 0, message, head.length, line.length);
        int error = Patience.send(channel, message);
        synchronized (this) {
            if (error != NotifyChannel.SENT && !failureSaid) {
                failureSaid = true;
                LOG.warn("the service manager does not take messages, error {}; the agent goes on", error);
            }
        }
        return error == NotifyChannel.SENT;
    }

    /** One line, and no longer than may be; never half a character. */
    private static byte[] line(String status) {
        StringBuilder line = new StringBuilder(status.length());
        status.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(line::appendCodePoint);
        byte[] bytes = line.toString().getBytes(UTF_8);
        int end = Math.min(bytes.length, MAX_STATUS_BYTES);
        while (end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
