package dev.holdfast.storage.sstable;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read last, bounded by bytes: unpacked blocks, and the values of chunks that were dear to decode. Shared by the
 * readers of a store. Any thread.
 */
public final class BlockCache {
    private static final int WHOLE_BLOCK = -1;

    private static final int SHARE_OF_HEAP = 24;
    private static final long MAX_SHARE_BYTES = 64 << 20;

    /**
     * A block, or the chunk at an offset in it. A record has these methods by itself, but they are made at their first use, which
     * takes 20 ms of the start of a command.
     */
    private record Key(SstableReader reader, int block, int offset) {
        @Override
        public int hashCode() {
            return (System.identityHashCode(reader) * 31 + block) * 31 + offset;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && reader == that.reader && block == that.block && offset == that.offset;
        }
    }

    private final long capacityBytes;
    private final Map<Key, Object> entries = new LinkedHashMap<>(16, 0.75f, true); // byte[] or long[]
    private long bytes;

    /**
     * What a cache may take of the heap that this process may have: 2 MiB of the agent's 48, 21 MiB of 512. The values of a
     * million samples, a week of sixteen series at 10 s, are 8 MiB, and dear to decode again.
     */
    public static long shareOfHeapBytes() {
        return Math.min(MAX_SHARE_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** A cache that keeps at most so many bytes. */
    public BlockCache(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    synchronized byte @Nullable [] get(SstableReader reader, int block) {
        return (byte[]) entries.get(new Key(reader, block, WHOLE_BLOCK));
    }

    synchronized void put(SstableReader reader, int block, byte[] payload) {
        put(new Key(reader, block, WHOLE_BLOCK), payload);
    }

    /** The values of the chunk at a place; not to be changed. */
    synchronized long @Nullable [] values(SstableReader reader, int block, int offset) {
        return (long[]) entries.get(new Key(reader, block, offset));
    }

    synchronized void putValues(SstableReader reader, int block, int offset, long[] values) {
        put(new Key(reader, block, offset), values);
    }

    private void put(Key key, Object value) {
        Object before = entries.put(key, value);
        bytes += sizeBytes(value) - (before == null ? 0 : sizeBytes(before));
        var eldest = entries.entrySet().iterator();
        while (bytes > capacityBytes && eldest.hasNext()) {
            bytes -= sizeBytes(eldest.next().getValue());
            eldest.remove();
        }
    }

    private static long sizeBytes(Object value) {
        return value instanceof byte[] block ? block.length : 8L * ((long[]) value).length;
    }

    synchronized void forget(SstableReader reader) {
        var all = entries.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Key, Object> entry = all.next();
            if (entry.getKey().reader == reader) {
                bytes -= sizeBytes(entry.getValue());
                all.remove();
            }
        }
    }
}
