package dev.holdfast.storage.testing;

import dev.holdfast.storage.StoreLockedException;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.io.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory in memory that knows what a disk would have of it, so that it can lose power at any moment.
 *
 * <p>{@link #afterPowerCut} gives one of the states that a power cut could leave: everything synced, and a random share of
 * the blocks, sectors and directory entries that were not. {@link #afterKill} gives what the death of the process leaves:
 * everything written. An {@link Interceptor} sees and may fail each operation; {@link #limitBytes} makes the disk full;
 * {@link #lie} plants a bug: an operation that pretends.
 *
 * <p>Model: after pebble's MemFS (a crash clone may hold any share of what was not synced) and Linux after a failed fsync
 * (the pages count as clean and are lost). Any thread; operations are one at a time.
 */
public final class SimulatedDirectory implements Directory {
    /** A planted bug. */
    public enum Lie {
        /** {@link WritableFile#force()} does nothing. */
        FORCE_DOES_NOTHING,
        /** {@link #sync()} does nothing. */
        DIRECTORY_SYNC_DOES_NOTHING
    }

    private enum Change {
        LINK,
        MOVE,
        UNLINK
    }

    /** A change of the directory that is not durable yet. */
    private record PendingChange(Change change, String name, String to, SimulatedFile file) {}

    private final Map<String, SimulatedFile> names = new TreeMap<>();
    private final Map<String, SimulatedFile> durableNames = new TreeMap<>();
    private final List<PendingChange> pending = new ArrayList<>();
    private final Set<Lie> lies = EnumSet.noneOf(Lie.class);
    private Interceptor interceptor = Interceptor.NONE;
    private long capacityBytes = Long.MAX_VALUE;
    private long operations;
    private boolean locked;
    private boolean intercepting;

    /** An empty directory. */
    public SimulatedDirectory() {}

    private SimulatedDirectory(Map<String, SimulatedFile> content) {
        names.putAll(content);
        durableNames.putAll(content);
    }

    // ---- what a test does to it

    /** From now on this sees every operation. */
    public synchronized void intercept(Interceptor value) {
        interceptor = value;
    }

    /** Plants a bug. */
    public synchronized void lie(Lie lie) {
        lies.add(lie);
    }

    /** All files together may take so many bytes; {@link Long#MAX_VALUE} for a disk that is never full. */
    public synchronized void limitBytes(long bytes) {
        capacityBytes = bytes;
    }

    /** Operations so far. */
    public synchronized long operations() {
        return operations;
    }

    /** Bytes of all files. */
    public synchronized long usedBytes() {
        long total = 0;
        for (SimulatedFile file : names.values()) {
            total += file.size();
        }
        return total;
    }

    /** One of the states that a power cut at this moment could leave, chosen by the random source. */
    public synchronized SimulatedDirectory afterPowerCut(Random random) {
        Map<String, SimulatedFile> left = new TreeMap<>(durableNames);
        // Half of the time as a journaling file system leaves it, a prefix of what was done; else any subset.
        boolean prefix = random.nextBoolean();
        int kept = random.nextInt(pending.size() + 1);
        double share = random.nextDouble();
        for (int i = 0; i < pending.size(); i++) {
            if (prefix ? i < kept : random.nextDouble() < share) {
                apply(left, pending.get(i));
            }
        }
        Map<String, SimulatedFile> result = new TreeMap<>();
        left.forEach((name, file) -> result.put(name, file.afterPowerCut(random)));
        return new SimulatedDirectory(result);
    }

    /** What the death of the process at this moment leaves: all that was written. */
    public synchronized SimulatedDirectory afterKill() {
        Map<String, SimulatedFile> result = new TreeMap<>();
        names.forEach((name, file) -> result.put(name, file.copy()));
        return new SimulatedDirectory(result);
    }

    /** Inverts bits of one byte of a file, on the disk too. */
    public synchronized void flip(String name, int offset, int mask) throws IOException {
        existing(name).flip(offset, mask);
    }

    /** Cuts a file, on the disk too. */
    public synchronized void truncate(String name, int size) throws IOException {
        existing(name).truncate(size);
    }

    /** Replaces a file, on the disk too. */
    public synchronized void put(String name, byte[] content) {
        SimulatedFile file = new SimulatedFile();
        file.write(content, 0, content.length, 0);
        file.force();
        names.put(name, file);
        durableNames.put(name, file);
    }

    /** The bytes of a file. */
    public synchronized byte[] content(String name) throws IOException {
        SimulatedFile file = existing(name);
        byte[] result = new byte[file.size()];
        file.read(result, 0, result.length, 0);
        return result;
    }

    private static void apply(Map<String, SimulatedFile> left, PendingChange change) {
        switch (change.change) {
            case LINK -> left.put(change.name, change.file);
            case UNLINK -> left.remove(change.name, change.file);
            case MOVE -> {
                left.values().removeIf(file -> file == change.file);
                left.put(change.to, change.file);
            }
        }
    }

    // ---- what a program does to it

    @Override
    public synchronized List<String> list() throws IOException {
        begin(Operation.Kind.LIST, "");
        return new ArrayList<>(names.keySet());
    }

    @Override
    public synchronized WritableFile create(String name) throws IOException {
        begin(Operation.Kind.CREATE, name);
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        SimulatedFile file = new SimulatedFile();
        names.put(name, file);
        pending.add(new PendingChange(Change.LINK, name, "", file));
        return new OpenFile(name, file);
    }

    @Override
    public synchronized WritableFile openForWriting(String name) throws IOException {
        begin(Operation.Kind.OPEN_FOR_WRITING, name);
        return new OpenFile(name, existing(name));
    }

    @Override
    public synchronized ReadableFile open(String name) throws IOException {
        begin(Operation.Kind.OPEN, name);
        return new OpenFile(name, existing(name));
    }

    private SimulatedFile existing(String name) throws NoSuchFileException {
        SimulatedFile file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        begin(Operation.Kind.RENAME, from);
        SimulatedFile file = existing(from);
        names.remove(from);
        names.put(to, file);
        pending.add(new PendingChange(Change.MOVE, from, to, file));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        begin(Operation.Kind.DELETE, name);
        SimulatedFile file = existing(name);
        names.remove(name);
        pending.add(new PendingChange(Change.UNLINK, name, "", file));
    }

    @Override
    public synchronized void sync() throws IOException {
        begin(Operation.Kind.SYNC_DIRECTORY, "");
        if (!lies.contains(Lie.DIRECTORY_SYNC_DOES_NOTHING)) {
            durableNames.clear();
            durableNames.putAll(names);
            pending.clear();
        }
    }

    @Override
    public synchronized Closeable lock(String name, String holder) throws IOException {
        if (locked) {
            throw new StoreLockedException(toString(), holder);
        }
        locked = true;
        return () -> {
            synchronized (this) {
                locked = false;
            }
        };
    }

    @Override
    public synchronized long usableBytes() {
        return Math.max(0, capacityBytes - usedBytes());
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "simulated";
    }

    private void begin(Operation.Kind kind, String file) throws IOException {
        operations++;
        if (intercepting) {
            return; // what the interceptor itself does
        }
        intercepting = true;
        try {
            interceptor.before(new Operation(operations, kind, file));
        } finally {
            intercepting = false;
        }
    }

    private final class OpenFile implements WritableFile, ReadableFile {
        private final String name;
        private final SimulatedFile file;
        private boolean closed;

        OpenFile(String name, SimulatedFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            synchronized (SimulatedDirectory.this) {
                checkOpen();
                begin(Operation.Kind.WRITE, name);
                long room = capacityBytes - usedBytes();
                long growth = offset + from.remaining() - file.size();
                int length =
                        (int) (growth <= room ? from.remaining() : Math.max(0, from.remaining() - (growth - room)));
                byte[] bytes = new byte[length];
                from.get(bytes);
                file.write(bytes, 0, length, (int) offset);
                if (from.hasRemaining()) {
                    throw new IOException(name + ": No space left on device");
                }
            }
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            synchronized (SimulatedDirectory.this) {
                checkOpen();
                begin(Operation.Kind.READ, name);
                byte[] bytes = new byte[into.remaining()];
                int count = file.read(bytes, 0, bytes.length, (int) offset);
                into.put(bytes, 0, count);
                return count;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDirectory.this) {
                checkOpen();
                try {
                    begin(Operation.Kind.FORCE, name);
                } catch (IOException e) {
                    file.forceFailed();
                    throw e;
                }
                if (!lies.contains(Lie.FORCE_DOES_NOTHING)) {
                    file.force();
                }
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDirectory.this) {
                checkOpen();
                return file.size();
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (SimulatedDirectory.this) {
                if (!closed) {
                    closed = true; // closed even when it fails, as in Linux
                    begin(Operation.Kind.CLOSE, name);
                }
            }
        }

        private void checkOpen() throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
        }
    }
}
