package dev.holdfast.storage;

import java.util.function.LongSupplier;

/**
 * How a store behaves. Immutable; start from {@link #defaults()}.
 *
 * @param partitionMs length of a partition, milliseconds; partitions begin at multiples of it since the epoch
 * @param retentionMs age past which whole partitions are dropped, milliseconds; 0 keeps everything
 * @param maxBytes bound on all files of the directory together, bytes; 0 for none
 * @param syncIntervalMs longest time that an acknowledged sample may be lost by a power cut, milliseconds; 0 syncs
 *     every append
 * @param memtableBytes size at which the memtable is frozen and written out, bytes
 * @param sealGraceMs how long after its end a partition waits for late data before it is sealed, milliseconds
 * @param maxSeries series that are taken from when the store is opened until it is closed, and in one import; 0 for no limit
 * @param wal what writes the log
 * @param clock wall time, milliseconds since the epoch; the only clock that storage reads
 */
public record StoreOptions(
        long partitionMs,
        long retentionMs,
        long maxBytes,
        long syncIntervalMs,
        int memtableBytes,
        long sealGraceMs,
        int maxSeries,
        WalEngine wal,
        LongSupplier clock) {

    /** Two-hour partitions, 30 days, 2 GiB, synced every 5 s, memtable of 4 MiB, two minutes of grace, 100,000 series. */
    public static StoreOptions defaults() {
        return new StoreOptions(
                2 * 3_600_000L,
                30 * 86_400_000L,
                2L << 30,
                5_000,
                4 << 20,
                120_000,
                100_000,
                WalEngine.FILE,
                System::currentTimeMillis);
    }

    /** Checks the ranges. */
    public StoreOptions {
        require(partitionMs >= 1_000, "partitionMs", partitionMs);
        require(retentionMs >= 0, "retentionMs", retentionMs);
        require(maxBytes >= 0, "maxBytes", maxBytes);
        require(syncIntervalMs >= 0, "syncIntervalMs", syncIntervalMs);
        require(memtableBytes >= 1 << 12, "memtableBytes", memtableBytes);
        require(sealGraceMs >= 0, "sealGraceMs", sealGraceMs);
        require(maxSeries >= 0, "maxSeries", maxSeries);
    }

    private static void require(boolean condition, String name, long value) {
        if (!condition) {
            throw new IllegalArgumentException("out of range: " + name + "=" + value);
        }
    }

    /** With another retention. */
    public StoreOptions withRetentionMs(long value) {
        return new StoreOptions(
                partitionMs, value, maxBytes, syncIntervalMs, memtableBytes, sealGraceMs, maxSeries, wal, clock);
    }

    /** With another bound on disk. */
    public StoreOptions withMaxBytes(long value) {
        return new StoreOptions(
                partitionMs, retentionMs, value, syncIntervalMs, memtableBytes, sealGraceMs, maxSeries, wal, clock);
    }

    /** With another sync interval. */
    public StoreOptions withSyncIntervalMs(long value) {
        return new StoreOptions(
                partitionMs, retentionMs, maxBytes, value, memtableBytes, sealGraceMs, maxSeries, wal, clock);
    }

    /** With another memtable bound. */
    public StoreOptions withMemtableBytes(int value) {
        return new StoreOptions(
                partitionMs, retentionMs, maxBytes, syncIntervalMs, value, sealGraceMs, maxSeries, wal, clock);
    }

    /** With another partition length. */
    public StoreOptions withPartitionMs(long value) {
        return new StoreOptions(
                value, retentionMs, maxBytes, syncIntervalMs, memtableBytes, sealGraceMs, maxSeries, wal, clock);
    }

    /** With another bound on series. */
    public StoreOptions withMaxSeries(int value) {
        return new StoreOptions(
                partitionMs, retentionMs, maxBytes, syncIntervalMs, memtableBytes, sealGraceMs, value, wal, clock);
    }

    /** With another log engine. */
    public StoreOptions withWal(WalEngine value) {
        return new StoreOptions(
                partitionMs,
                retentionMs,
                maxBytes,
                syncIntervalMs,
                memtableBytes,
                sealGraceMs,
                maxSeries,
                value,
                clock);
    }

    /** With another clock. */
    public StoreOptions withClock(LongSupplier value) {
        return new StoreOptions(
                partitionMs, retentionMs, maxBytes, syncIntervalMs, memtableBytes, sealGraceMs, maxSeries, wal, value);
    }
}
