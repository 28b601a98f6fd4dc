package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The distinct time columns of a file that is being written: a column that comes again is found by its hash, so that all
 * series of a tick share one. The columns that were used last are remembered, enough of them for a week of ticks; one that
 * is forgotten is written again when it comes again. One thread.
 */
final class TimeColumns {
    /** Two independent 64-bit hashes and the ends: a false match is as likely as a damaged disk that checks. */
    private record Key(long hash1, long hash2, long first, long last, int count) {}

    private static final int MAX_REMEMBERED = 8192;

    /** A power of two; with columns of the longest chunks they take a megabyte. */
    private static final int MAX_RECENT = 16;

    private final Map<Key, Integer> ids = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    private final @Nullable Recent[] recent = new Recent[MAX_RECENT];
    private final ByteWriter encoded = new ByteWriter(256);
    private int count;
    private final ByteWriter pending = new ByteWriter(1024);
    private int pendingBlock = -1;

    /** A column that was asked for of late: to compare it is several times faster than to hash it. */
    private static final class Recent {
        private long[] timesMs = new long[0];
        private int count;
        private int id = -1;

        boolean is(long[] timestampsMs, int from, int size) {
            return id >= 0 && Arrays.equals(timesMs, 0, count, timestampsMs, from, from + size);
        }

        void set(int newId, long[] timestampsMs, int from, int size) {
            if (timesMs.length < size) {
                timesMs = new long[size];
            }
            System.arraycopy(timestampsMs, from, timesMs, 0, size);
            count = size;
            id = newId;
        }
    }

    private Recent recent(long[] timestampsMs, int from, int count) {
        long mixed = (timestampsMs[from] * 31 + timestampsMs[from + count - 1]) * 0x9e37_79b9_7f4a_7c15L;
        int slot = (int) (mixed >>> 60) & (MAX_RECENT - 1);
        Recent known = recent[slot];
        if (known == null) {
            known = new Recent();
            recent[slot] = known;
        }
        return known;
    }

    /** The column's number, or -1 when it is new. */
    int find(long[] timestampsMs, int from, int count) {
        Recent known = recent(timestampsMs, from, count);
        if (known.is(timestampsMs, from, count)) {
            return known.id;
        }
        int id = ids.getOrDefault(key(timestampsMs, from, count), -1);
        if (id >= 0) {
            known.set(id, timestampsMs, from, count);
        }
        return id;
    }

    /** Adds a column that was encoded at a place. */
    int add(long[] timestampsMs, int from, int count, int block, int offset, int length) {
        int id = this.count++;
        ids.put(key(timestampsMs, from, count), id);
        recent(timestampsMs, from, count).set(id, timestampsMs, from, count);
        long first = timestampsMs[from];
        encoded.uvarint(block);
        encoded.uvarint(offset);
        encoded.uvarint(length);
        encoded.uvarint(count);
        encoded.u64(first);
        encoded.uvarint(timestampsMs[from + count - 1] - first);
        return id;
    }

    private static Key key(long[] timestampsMs, int from, int count) {
        long hash1 = 0x9e37_79b9_7f4a_7c15L;
        long hash2 = 0xc2b2_ae3d_27d4_eb4fL;
        for (int i = from; i < from + count; i++) {
            hash1 = Long.rotateLeft((hash1 ^ timestampsMs[i]) * 0xff51_afd7_ed55_8ccdL, 29);
            hash2 = Long.rotateLeft((hash2 + timestampsMs[i]) * 0xc4ce_b9fe_1a85_ec53L, 37);
        }
        return new Key(hash1, hash2, timestampsMs[from], timestampsMs[from + count - 1], count);
    }

    /** The block of columns that is not written yet. */
    ByteWriter pending() {
        return pending;
    }

    /** Number of that block, -1 when none was begun. */
    int pendingBlock() {
        return pendingBlock;
    }

    void beginBlock(int block) {
        pendingBlock = block;
    }

    /** Writes where each column is. */
    void encode(ByteWriter out) {
        out.uvarint(count);
        out.raw(encoded.array(), 0, encoded.size());
    }

    /** Reads what {@link #encode} wrote. */
    static TimeColumnRef[] decode(ByteReader in) throws CorruptionException {
        TimeColumnRef[] columns = new TimeColumnRef[in.count(in.remaining(), "time columns")];
        for (int i = 0; i < columns.length; i++) {
            int block = in.count(Integer.MAX_VALUE, "block");
            int offset = in.count(Integer.MAX_VALUE, "offset");
            int length = in.count(Integer.MAX_VALUE, "length");
            int count = in.count(SstableFormat.MAX_CHUNK_SAMPLES, "timestamps");
            long min = in.u64();
            long span = in.uvarint();
            if (count < 1 || span < 0 || min + span < min || min + span == Long.MAX_VALUE) {
                throw in.wrong("time column", "count " + count + ", span " + span);
            }
            columns[i] = new TimeColumnRef(block, offset, length, count, min, min + span);
        }
        return columns;
    }
}
