package dev.holdfast.storage.manifest;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.WriteTotals;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.tombstone.TombstoneFormat;
import dev.holdfast.storage.tombstone.Tombstones;
import dev.holdfast.storage.wal.LedgerCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * One generation of the manifest. Immutable; any thread.
 *
 * @param generation number of the generation, one more than that of the one before
 * @param nextRunId id for the next sstable
 * @param firstSegment the log is replayed from this segment on; earlier ones hold nothing that is not in the runs
 * @param totals what was written so far, without the samples that only the log has
 * @param runs the live sstables, by id
 * @param ledgers the ledgers by name
 * @param tombstones what of the runs is deleted
 */
public record Manifest(
        long generation,
        long nextRunId,
        long firstSegment,
        WriteTotals totals,
        List<RunInfo> runs,
        SortedMap<String, LedgerRecord> ledgers,
        Tombstones tombstones) {

    /** First eight bytes: "HFMAN" and three bytes that text tools would mangle. */
    static final long MAGIC = 0x0a1a_0d4e_414d_4648L;

    /** The version that this program writes. */
    public static final int VERSION = 3;

    /** The oldest version that this program reads. */
    public static final int OLDEST_VERSION = 1;

    /** That of a new store. */
    public static final Manifest EMPTY = new Manifest(
            0, 1, 0, WriteTotals.NONE, List.of(), Collections.unmodifiableSortedMap(new TreeMap<>()), Tombstones.NONE);

    /** The bytes of the file. */
    ByteWriter encode() {
        ByteWriter out = new ByteWriter(1024);
        out.u64(MAGIC);
        out.u32(VERSION);
        out.u64(generation);
        out.u64(nextRunId);
        out.u64(firstSegment);
        out.uvarint(totals.loggedBytes());
        out.uvarint(totals.flushedBytes());
        out.uvarint(totals.mergedBytes());
        out.uvarint(totals.samples());
        out.uvarint(runs.size());
        for (RunInfo run : runs) {
            run.encode(out);
        }
        out.uvarint(ledgers.size());
        ledgers.forEach((name, ledger) -> {
            out.string(name);
            LedgerCodec.writeIntervals(ledger.intervals(), out);
            LedgerCodec.writeNote(ledger.note(), out);
        });
        TombstoneFormat.encode(tombstones, out);
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.size());
        out.u32((int) crc.getValue());
        return out;
    }

    static Manifest decode(String file, byte[] bytes) throws IOException {
        ByteReader in = new ByteReader(file, 0, bytes, 0, Math.max(0, bytes.length - 4));
        long magic = in.u64();
        if (magic != MAGIC) {
            throw new CorruptionException(file, 0, "magic", "expected a manifest, found " + Long.toHexString(magic));
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        int expected = new ByteReader(file, bytes.length - 4L, bytes, bytes.length - 4, 4).u32();
        if (expected != (int) crc.getValue()) {
            throw new CorruptionException(
                    file, bytes.length - 4L, "checksum", "expected " + Integer.toHexString(expected));
        }
        int version = in.u32();
        if (version < OLDEST_VERSION || version > VERSION) {
            throw new UnsupportedFormatException(file, version, OLDEST_VERSION, VERSION);
        }
        long generation = in.u64();
        long nextRunId = in.u64();
        long firstSegment = in.u64();
        WriteTotals totals = version == 1
                ? WriteTotals.NONE
                : new WriteTotals(in.uvarint(), in.uvarint(), in.uvarint(), in.uvarint());
        int runCount = in.count(in.remaining(), "runs");
        List<RunInfo> runs = new ArrayList<>(runCount);
        for (int i = 0; i < runCount; i++) {
            runs.add(RunInfo.decode(in, version));
        }
        int ledgerCount = in.count(in.remaining(), "ledgers");
        TreeMap<String, LedgerRecord> ledgers = new TreeMap<>();
        for (int i = 0; i < ledgerCount; i++) {
            String name = in.string();
            ledgers.put(name, ledger(in, version));
        }
        Tombstones tombstones = version == 1 ? Tombstones.NONE : TombstoneFormat.decode(in);
        return new Manifest(
                generation,
                nextRunId,
                firstSegment,
                totals,
                List.copyOf(runs),
                Collections.unmodifiableSortedMap(ledgers),
                tombstones);
    }

    private static LedgerRecord ledger(ByteReader in, int version) throws CorruptionException {
        IntervalLedger intervals = version < 3 ? LedgerCodec.readWideIntervals(in) : LedgerCodec.readIntervals(in);
        return new LedgerRecord(intervals, LedgerCodec.readNote(in));
    }
}
