package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks file systems for their room.
 *
 * <p>Local ones are asked on the spot. Those that may hang (a server that went away) are asked by one thread,
 * {@code mounts}, which is started when there is the first of them and whose answers are taken as they come: a tick never
 * waits for it. An answer older than {@link #STALE_ROUNDS} rounds counts as none, which is an error of the device. The
 * thread is a daemon, since nothing can wake it from a dead server.
 */
final class MountProbe {
    private static final int STALE_ROUNDS = 2;

    private final Object lock = new Object();
    private final List<Room> remote = new ArrayList<>(); // guarded by lock
    private long round; // guarded by lock
    private @Nullable Thread thread;

    /** The outcome of asking. */
    enum Answer {
        /** The room is up to date, or nearly so. */
        KNOWN,
        /** It was asked a short while ago. */
        NOT_YET,
        /** It refused, or has not answered for long. */
        FAILED
    }

    /** The room on one mount. Written by whoever asks, read by the sampler. */
    static final class Room {
        private final Path path;
        private final boolean mayHang;
        private @Nullable FileStore store;
        private volatile long totalBytes;
        private volatile long freeBytes;
        private volatile long availableBytes;
        private volatile long answeredRound; // the round it was added in counts as answered

        Room(Path path, boolean mayHang, long round) {
            this.path = path;
            this.mayHang = mayHang;
            this.answeredRound = round;
        }

        private boolean fill() {
            try {
                FileStore open = store;
                if (open == null) {
                    open = Files.getFileStore(path);
                    store = open;
                }
                totalBytes = open.getTotalSpace();
                freeBytes = open.getUnallocatedSpace();
                availableBytes = open.getUsableSpace();
                return true;
            } catch (IOException e) {
                store = null; // gone or not for us; the metric device_error says so
                return false;
            }
        }

        double totalBytes() {
            return (double) totalBytes;
        }

        double freeBytes() {
            return (double) freeBytes;
        }

        double availableBytes() {
            return (double) availableBytes;
        }
    }

    /** Forgets every mount. */
    void clear() {
        synchronized (lock) {
            remote.clear();
        }
    }

    /** Adds a mount. */
    Room add(Path path, boolean mayHang) {
        synchronized (lock) {
            Room room = new Room(path, mayHang, round);
            if (mayHang) {
                remote.add(room);
            }
            return room;
        }
    }

    /** Begins a round: the thread, when there is need of one, asks every mount that may hang. */
    void refresh() {
        synchronized (lock) {
            if (remote.isEmpty()) {
                return;
            }
            round++;
            lock.notifyAll();
            if (thread == null) {
                thread = new Thread(this::askRemote, "mounts");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** What is known of a mount. */
    Answer ask(Room room) {
        if (!room.mayHang) {
            return room.fill() ? Answer.KNOWN : Answer.FAILED;
        }
        synchronized (lock) {
            if (round - room.answeredRound > STALE_ROUNDS) {
                return Answer.FAILED;
            }
            return room.totalBytes > 0 ? Answer.KNOWN : Answer.NOT_YET;
        }
    }

    private void askRemote() {
        long done = 0;
        try {
            while (true) {
                List<Room> rooms;
                synchronized (lock) {
                    while (round == done) {
                        lock.wait();
                    }
                    done = round;
                    rooms = List.copyOf(remote);
                }
                for (Room room : rooms) {
                    if (room.fill()) {
                        room.answeredRound = done;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; ends the thread
        }
    }
}
