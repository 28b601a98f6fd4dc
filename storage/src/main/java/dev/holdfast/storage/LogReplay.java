package dev.holdfast.storage;

import dev.holdfast.storage.index.SeriesRegistry;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.wal.LedgerChange;
import dev.holdfast.storage.wal.SegmentReader;
import dev.holdfast.storage.wal.WalDecoder;
import dev.holdfast.storage.wal.WalFiles;
import java.io.IOException;
import java.util.Collection;

/** Brings back from the log what is not in an sstable: into a memtable, and into the ledgers. One thread. */
final class LogReplay implements WalDecoder.Visitor {
    private final SeriesRegistry registry;
    private final LedgerBook ledgers;
    private final DamageLog damages;
    private final Memtable memtable;
    private final SegmentReader reader = new SegmentReader();
    private final LayoutTable layouts = new LayoutTable();
    private long sequence;

    LogReplay(SeriesRegistry registry, LedgerBook ledgers, DamageLog damages, long firstSegment) {
        this.registry = registry;
        this.ledgers = ledgers;
        this.damages = damages;
        this.memtable = new Memtable(firstSegment);
    }

    /** Reads the segments from an id on, given in ascending order. */
    void read(Directory directory, Collection<WalFiles.Segment> segments, long first) throws IOException {
        for (WalFiles.Segment segment : segments) {
            if (segment.id() >= first) {
                try (ReadableFile file = directory.open(segment.name())) {
                    read(file, segment.id());
                }
            }
        }
    }

    /** Reads the next segment; damage costs what it hits, and is reported. */
    void read(ReadableFile file, long segment) throws IOException {
        WalDecoder decoder = new WalDecoder(file.name(), this);
        try {
            reader.read(file, segment, decoder);
        } catch (CorruptionException e) {
            damages.add(e.damage());
        }
        decoder.end();
    }

    /** What was found. */
    Memtable memtable() {
        return memtable;
    }

    /** The sequence number of the last sample found. */
    long sequence() {
        return sequence;
    }

    @Override
    public int series(Labels labels) {
        return registry.ref(labels);
    }

    @Override
    public void row(int[] refs, int count, long timestampMs, long[] valueBits) {
        LayoutTable.Layout layout = layouts.of(refs, count);
        memtable.append(layout.id(), layout.refs(), ++sequence, timestampMs, valueBits);
        ledgers.onAppend(timestampMs);
    }

    @Override
    public void ledger(LedgerChange change) {
        ledgers.apply(change);
    }

    @Override
    public void damage(Damage damage) {
        damages.add(damage);
    }
}
