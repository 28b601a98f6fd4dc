package dev.holdfast.storage.sstable;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Unpacked blocks that were read last, bounded by bytes; shared by the readers of a store. Any thread. */
public final class BlockCache {
    private record Key(SstableReader reader, int block) {}

    private final long capacityBytes;
    private final Map<Key, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** A cache that keeps at most so many bytes. */
    public BlockCache(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    synchronized byte @Nullable [] get(SstableReader reader, int block) {
        return blocks.get(new Key(reader, block));
    }

    synchronized void put(SstableReader reader, int block, byte[] payload) {
        byte[] before = blocks.put(new Key(reader, block), payload);
        bytes += payload.length - (before == null ? 0 : before.length);
        var eldest = blocks.entrySet().iterator();
        while (bytes > capacityBytes && eldest.hasNext()) {
            bytes -= eldest.next().getValue().length;
            eldest.remove();
        }
    }

    synchronized void forget(SstableReader reader) {
        var entries = blocks.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Key, byte[]> entry = entries.next();
            if (entry.getKey().reader == reader) {
                bytes -= entry.getValue().length;
                entries.remove();
            }
        }
    }
}
