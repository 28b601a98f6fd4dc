package dev.holdfast.storage.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The bytes of one file as programs see them, and those blocks of it as they are on the disk that differ. Guarded by the
 * directory.
 */
final class SimulatedFile {
    static final int BLOCK_BYTES = 4096;
    static final int SECTOR_BYTES = 512;

    private static final byte[] ABSENT = {};

    private byte[] bytes = {};
    private int size;
    private int durableSize;

    /** Blocks written since the last sync, with what the disk has of them; empty when it never had any. */
    private final TreeMap<Integer, byte[]> dirty = new TreeMap<>();

    /** Blocks that a failed sync gave up: they look written, and no later sync writes them. As {@link #dirty}. */
    private final TreeMap<Integer, byte[]> lost = new TreeMap<>();

    int size() {
        return size;
    }

    void write(byte[] source, int from, int length, int offset) {
        int end = offset + length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(bytes.length * 2, bytes.length + (1 << 20))));
        }
        for (int block = offset / BLOCK_BYTES; length > 0 && block <= (end - 1) / BLOCK_BYTES; block++) {
            if (!dirty.containsKey(block)) {
                byte[] given = lost.remove(block);
                dirty.put(block, given != null ? given : durableBlock(block));
            }
        }
        System.arraycopy(source, from, bytes, offset, length);
        size = Math.max(size, end);
    }

    private byte[] durableBlock(int block) {
        int from = block * BLOCK_BYTES;
        return from >= durableSize
                ? ABSENT
                : Arrays.copyOfRange(bytes, from, Math.min(from + BLOCK_BYTES, durableSize));
    }

    int read(byte[] into, int at, int length, int offset) {
        int count = Math.max(0, Math.min(length, size - offset));
        System.arraycopy(bytes, Math.min(offset, size), into, at, count);
        return count;
    }

    void force() {
        dirty.clear();
        durableSize = size;
    }

    /** What Linux does when a sync fails: the pages count as clean, and what they hold is never written. */
    void forceFailed() {
        lost.putAll(dirty);
        dirty.clear();
    }

    /** The file as it may be after a power cut. */
    SimulatedFile afterPowerCut(Random random) {
        SimulatedFile result = new SimulatedFile();
        int newSize = size == durableSize || random.nextBoolean()
                ? durableSize
                : random.nextBoolean()
                        ? size
                        : Math.min(size, durableSize) + random.nextInt(Math.abs(size - durableSize));
        byte[] data = Arrays.copyOf(bytes, size);
        double keep = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1;
            default -> random.nextDouble();
        };
        for (Map.Entry<Integer, byte[]> entry : dirty.entrySet()) {
            if (random.nextDouble() >= keep) {
                revert(data, entry.getKey(), entry.getValue(), random.nextInt(3) == 0 ? random : null);
            }
        }
        lost.forEach((block, before) -> revert(data, block, before, null));
        result.bytes = Arrays.copyOf(data, newSize);
        result.size = newSize;
        result.durableSize = newSize;
        return result;
    }

    /** Puts back what the disk had of a block, or with a random source what it had of some of its sectors. */
    private static void revert(byte[] data, int block, byte[] before, Random torn) {
        int from = block * BLOCK_BYTES;
        for (int sector = 0; sector < BLOCK_BYTES; sector += SECTOR_BYTES) {
            if (torn != null && torn.nextBoolean()) {
                continue;
            }
            for (int i = sector; i < sector + SECTOR_BYTES && from + i < data.length; i++) {
                data[from + i] = i < before.length ? before[i] : 0;
            }
        }
    }

    /** The file as other processes see it. */
    SimulatedFile copy() {
        SimulatedFile result = new SimulatedFile();
        result.bytes = Arrays.copyOf(bytes, size);
        result.size = size;
        result.durableSize = size;
        return result;
    }

    void flip(int offset, int mask) {
        bytes[offset] ^= (byte) mask;
    }

    void truncate(int newSize) {
        size = Math.min(size, newSize);
        Arrays.fill(bytes, size, bytes.length, (byte) 0);
        durableSize = Math.min(durableSize, size);
    }
}
