package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.ChunkEncoder;
import dev.holdfast.storage.encoding.Effort;
import dev.holdfast.storage.encoding.RollupEncoder;
import dev.holdfast.storage.encoding.RollupRows;
import dev.holdfast.storage.encoding.TimeColumn;
import dev.holdfast.storage.index.Postings;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.FileFrame;
import dev.holdfast.storage.io.WritableFile;
import dev.holdfast.storage.rollup.RollupBuilder;
import dev.holdfast.storage.rollup.RollupTier;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one sstable: series in the order of their labels, each with its chunks in the order of time.
 *
 * <p>Values go to data blocks as they come, and the index entries of a series to a series block when the next series
 * begins: memory grows with the number of series, by some hundred bytes each, and not with that of samples. For that all
 * symbols must be known at the start. The file is complete after {@link #finish}; then it is synced, and the caller gives
 * it its name. One thread. Every chunk of a merge is decoded again and compared, since the runs that it comes from will be
 * deleted.
 */
public final class SstableWriter implements Closeable {
    /** So much is left to be synced at most: a sync of a large file at its end would hold up all that waits for the disk. */
    private static final long SYNC_EVERY_BYTES = 4 << 20;

    private final WritableFile file;
    private final long id;
    private final TimeRange partition;
    private final int level;
    private final int tier;
    private final Effort effort;
    private final ChunkEncoder encoder = new ChunkEncoder();
    private final ChunkDecoder verifier = new ChunkDecoder();
    private final long[] verified = new long[SstableFormat.MAX_CHUNK_SAMPLES];

    private final ByteWriter values = new ByteWriter(SstableFormat.BLOCK_BYTES * 2);
    private final ByteWriter scratch = new ByteWriter(SstableFormat.BLOCK_BYTES * 2);
    private final ByteWriter frame = new ByteWriter(SstableFormat.BLOCK_BYTES * 3);
    private final ByteWriter dataBlocks = new ByteWriter(256);
    private final TimeColumns timeColumns = new TimeColumns();
    private final Postings.Builder postings = new Postings.Builder();
    private final RollupEncoder rollupEncoder = new RollupEncoder();
    private final ByteWriter rollups = new ByteWriter(1024);
    private final @Nullable RollupBuilder rollupBuilder;
    private final SymbolTable symbols;
    private final SeriesBlock.Encoder seriesBlock;
    private final ByteWriter seriesBlocks = new ByteWriter(256);

    private long fileOffset;
    private long syncedOffset;
    private int seriesCount;
    private int blockCount;
    private int valuesBlock = -1;
    private int rollupsBlock = -1;
    private @Nullable SeriesEntry current;
    private long minTimestampMs = Long.MAX_VALUE;
    private long maxTimestampMs = Long.MIN_VALUE;
    private long sampleCount;

    /** A series and where its chunks are. */
    static final class SeriesEntry {
        final Labels labels;
        final List<Chunk> chunks = new ArrayList<>(1);
        final List<Rows> rollups = new ArrayList<>(0);
        long lastTimestampMs = Long.MIN_VALUE;

        SeriesEntry(Labels labels) {
            this.labels = labels;
        }
    }

    /** A chunk while the file is being written. */
    record Chunk(int timeColumnId, int block, int offset, int length, int count, ChunkStats stats) {}

    /** Rows of a rollup while the file is being written; {@code firstTimesId} is -1 where change is not known. */
    record Rows(RollupTier tier, int lastTimesId, int firstTimesId, int block, int offset, int length) {}

    /**
     * Begins a file under a temporary name.
     *
     * @param id of the run, see {@link RunInfo}
     * @param partition all samples must lie inside
     * @param tier see {@link RunInfo}; of a thinned run the rows are not made from the samples that it keeps, but from those
     *     that are told by {@link #addToRollups} or copied by {@link #addRows}
     * @param symbols at least every string in the labels of the series that will come
     */
    public SstableWriter(
            Directory directory,
            String name,
            long id,
            TimeRange partition,
            int level,
            int tier,
            Effort effort,
            SymbolTable symbols)
            throws IOException {
        this.file = directory.create(name);
        this.id = id;
        this.partition = partition;
        this.level = level;
        this.tier = tier;
        this.effort = effort;
        this.symbols = symbols;
        this.seriesBlock = new SeriesBlock.Encoder(symbols);
        this.rollupBuilder = level < RunInfo.LEVEL_SEALED
                ? null
                : RollupBuilder.from(RollupTier.ofNumber(Math.max(1, tier)), this::addRows, tier > 0);
    }

    /** Begins a series; its labels come after those of the one before. */
    public void beginSeries(Labels labels) throws IOException {
        SeriesEntry before = current;
        if (before != null && before.labels.compareTo(labels) >= 0) {
            throw new IllegalArgumentException("series out of order: " + labels + " after " + before.labels);
        }
        endSeries();
        current = new SeriesEntry(labels);
        seriesCount++;
        postings.add(labels);
        if (rollupBuilder != null) {
            rollupBuilder.begin();
        }
    }

    /** Tells samples of the series begun last that rows are to sum up although they are not kept. */
    public void addToRollups(long[] timestampsMs, long[] valueBits, int from, int toExclusive) throws IOException {
        if (rollupBuilder != null) {
            rollupBuilder.add(timestampsMs, valueBits, from, toExclusive);
        }
    }

    /** Adds rows to the series begun last, after those of the same tier that it has. */
    public void addRows(RollupTier of, RollupRows rows) throws IOException {
        SeriesEntry entry = current;
        if (entry == null) {
            throw new IllegalStateException("rows of no series: tier=" + of);
        }
        int lastTimesId = timeColumn(rows.lastTimesMs(), 0, rows.count());
        int firstTimesId = rows.changeKnown() ? timeColumn(rows.firstTimesMs(), 0, rows.count()) : -1;
        if (rollupsBlock < 0) {
            rollupsBlock = newBlock();
        }
        int offset = rollups.size();
        rollupEncoder.encode(rows, rollups);
        entry.rollups.add(new Rows(of, lastTimesId, firstTimesId, rollupsBlock, offset, rollups.size() - offset));
        if (rollups.size() >= SstableFormat.BLOCK_BYTES) {
            writeBlock(rollupsBlock, rollups);
            rollupsBlock = -1;
        }
    }

    /** Number of a new data block, with a place for the offset, which is known when the block is written. */
    private int newBlock() {
        dataBlocks.u64(0);
        dataBlocks.u32(0);
        return blockCount++;
    }

    /** The entry of a series is complete: it goes to its block, and a block that is full to the file. */
    private void endSeries() throws IOException {
        SeriesEntry entry = current;
        if (entry == null) {
            return;
        }
        if (entry.chunks.isEmpty()) {
            throw new IllegalStateException("series without samples: " + entry.labels);
        }
        if (rollupBuilder != null) {
            rollupBuilder.end();
        }
        seriesBlock.add(entry);
        if (seriesBlock.count() == SstableFormat.SERIES_PER_BLOCK) {
            writeSeriesBlock();
        }
        current = null;
    }

    private void writeSeriesBlock() throws IOException {
        int length = writeFrame(seriesBlock.end());
        seriesBlocks.u64(fileOffset - length);
        seriesBlocks.u32(length);
    }

    /**
     * Adds a chunk to the series begun last.
     *
     * @param timestampsMs rising strictly, also from chunk to chunk
     * @param valueBits as many
     * @param from index of the first sample in both arrays
     * @param count 1 to {@link SstableFormat#MAX_CHUNK_SAMPLES}
     */
    public void addChunk(long[] timestampsMs, long[] valueBits, int from, int count) throws IOException {
        SeriesEntry entry = entryFor(timestampsMs, from, count);
        int timeColumnId = timeColumn(timestampsMs, from, count);
        int offset = values.size();
        encoder.encode(valueBits, from, count, effort, values);
        int length = values.size() - offset;
        if (level > RunInfo.LEVEL_YOUNG) {
            verify(valueBits, from, count, offset, length);
        }
        ChunkStats stats = ChunkStats.of(valueBits, from, count);
        add(entry, timeColumnId, timestampsMs, valueBits, from, count, offset, length, stats);
    }

    /**
     * Adds a chunk that is encoded already, unless it is not what its index says; otherwise as {@link #addChunk}.
     *
     * @param encoded where the values begin; {@code length} bytes of it are copied
     * @param valueBits what they decode to
     * @param stated what the index where it comes from says of them
     */
    public void addEncoded(
            long[] timestampsMs, ByteReader encoded, int length, long[] valueBits, int count, ChunkStats stated)
            throws IOException {
        ChunkStats stats = ChunkStats.of(valueBits, 0, count);
        if (!stated.agreesWith(stats)) {
            addChunk(timestampsMs, valueBits, 0, count);
            return;
        }
        SeriesEntry entry = entryFor(timestampsMs, 0, count);
        int timeColumnId = timeColumn(timestampsMs, 0, count);
        int offset = values.size();
        values.raw(encoded.array(), encoded.arrayPosition(), length);
        add(entry, timeColumnId, timestampsMs, valueBits, 0, count, offset, length, stats);
    }

    /** The series begun last, if such a chunk may be added to it. */
    private SeriesEntry entryFor(long[] timestampsMs, int from, int count) {
        SeriesEntry entry = current;
        if (entry == null || count < 1 || count > SstableFormat.MAX_CHUNK_SAMPLES) {
            throw new IllegalArgumentException("count=" + count + " begun=" + (entry != null));
        }
        long first = timestampsMs[from];
        long last = timestampsMs[from + count - 1];
        if (first <= entry.lastTimestampMs || !partition.contains(first) || !partition.contains(last)) {
            throw new IllegalArgumentException("chunk out of place: first=" + first + " last=" + last + " before="
                    + entry.lastTimestampMs + " partition=" + partition);
        }
        return entry;
    }

    private void add(
            SeriesEntry entry,
            int timeColumnId,
            long[] timestampsMs,
            long[] valueBits,
            int from,
            int count,
            int offset,
            int length,
            ChunkStats stats)
            throws IOException {
        if (valuesBlock < 0) {
            valuesBlock = newBlock();
        }
        entry.chunks.add(new Chunk(timeColumnId, valuesBlock, offset, length, count, stats));
        entry.lastTimestampMs = timestampsMs[from + count - 1];
        minTimestampMs = Math.min(minTimestampMs, timestampsMs[from]);
        maxTimestampMs = Math.max(maxTimestampMs, entry.lastTimestampMs);
        sampleCount += count;
        if (tier == 0) {
            addToRollups(timestampsMs, valueBits, from, from + count);
        }
        if (values.size() >= SstableFormat.BLOCK_BYTES) {
            writeBlock(valuesBlock, values);
            valuesBlock = -1;
        }
    }

    private void verify(long[] valueBits, int from, int count, int offset, int length) throws IOException {
        try {
            verifier.decode(new ByteReader(file.name(), 0, values.array(), offset, length), count, verified, 0);
        } catch (CorruptionException e) {
            throw new IllegalStateException("a chunk that was just encoded cannot be decoded", e);
        }
        for (int i = 0; i < count; i++) {
            if (verified[i] != valueBits[from + i]) {
                throw new IllegalStateException("a chunk decodes to other values: index=" + i + " expected="
                        + Long.toHexString(valueBits[from + i]) + " actual=" + Long.toHexString(verified[i]));
            }
        }
    }

    private int timeColumn(long[] timestampsMs, int from, int count) throws IOException {
        int known = timeColumns.find(timestampsMs, from, count);
        if (known >= 0) {
            return known;
        }
        ByteWriter pending = timeColumns.pending();
        if (timeColumns.pendingBlock() < 0) {
            timeColumns.beginBlock(newBlock());
        }
        int offset = pending.size();
        TimeColumn.encode(timestampsMs, from, count, pending);
        int timeColumnId =
                timeColumns.add(timestampsMs, from, count, timeColumns.pendingBlock(), offset, pending.size() - offset);
        if (pending.size() >= SstableFormat.BLOCK_BYTES) {
            writeBlock(timeColumns.pendingBlock(), pending);
            timeColumns.beginBlock(-1);
        }
        return timeColumnId;
    }

    private void writeBlock(int block, ByteWriter payload) throws IOException {
        int length = writeFrame(payload);
        int at = block * 12;
        dataBlocks.setU32(at, (int) (fileOffset - length));
        dataBlocks.setU32(at + 4, (int) ((fileOffset - length) >>> 32));
        dataBlocks.setU32(at + 8, length);
        payload.clear();
    }

    private int writeFrame(ByteWriter payload) throws IOException {
        frame.clear();
        int length = FileFrame.append(payload, frame);
        file.write(frame.toBuffer(), fileOffset);
        fileOffset += length;
        if (fileOffset - syncedOffset >= SYNC_EVERY_BYTES) {
            file.force();
            syncedOffset = fileOffset;
        }
        return length;
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return sampleCount == 0;
    }

    /**
     * Writes the index and the footer, and syncs the file.
     *
     * @param replaces the runs that this one was merged from
     * @throws IllegalStateException when there are no samples
     */
    public RunInfo finish(List<Long> replaces) throws IOException {
        if (isEmpty()) {
            throw new IllegalStateException("an sstable without samples: id=" + id);
        }
        endSeries();
        if (seriesBlock.count() > 0) {
            writeSeriesBlock();
        }
        if (valuesBlock >= 0) {
            writeBlock(valuesBlock, values);
        }
        if (rollupsBlock >= 0) {
            writeBlock(rollupsBlock, rollups);
        }
        if (timeColumns.pendingBlock() >= 0) {
            writeBlock(timeColumns.pendingBlock(), timeColumns.pending());
        }
        ByteWriter footer = new ByteWriter(SstableFormat.FOOTER_BYTES);
        writeSection(footer, writer -> symbols.encode(writer));
        writeSection(footer, timeColumns::encode);
        writeSection(footer, writer -> writer.raw(dataBlocks.array(), 0, dataBlocks.size()));
        writeSection(footer, writer -> writer.raw(seriesBlocks.array(), 0, seriesBlocks.size()));
        writeSection(footer, writer -> postings.encode(symbols, writer));
        writeSection(footer, this::encodeBloom);
        RunInfo info = new RunInfo(
                id,
                partition,
                level,
                tier,
                new TimeRange(minTimestampMs, maxTimestampMs + 1),
                seriesCount,
                sampleCount,
                0,
                List.copyOf(replaces));
        writeSection(footer, info::encode);
        SstableFooter.encodeTail(footer, seriesCount, sampleCount);
        file.write(footer.toBuffer(), fileOffset);
        fileOffset += footer.size();
        file.force();
        return info.withSizeBytes(fileOffset);
    }

    private interface SectionBody {
        void writeTo(ByteWriter writer);
    }

    private void writeSection(ByteWriter footer, SectionBody body) throws IOException {
        scratch.clear();
        body.writeTo(scratch);
        long offset = fileOffset;
        int length = writeFrame(scratch);
        footer.u64(offset);
        footer.u32(length);
    }

    private void encodeBloom(ByteWriter writer) {
        int pairs = 0;
        for (var values : postings.lists().values()) {
            pairs += values.size();
        }
        BloomFilter bloom = BloomFilter.forKeys(pairs);
        postings.lists().forEach((name, values) -> values.keySet().forEach(value -> bloom.add(name, value)));
        bloom.encode(writer);
    }

    /** Bytes that went to the file so far. */
    public long writtenBytes() {
        return fileOffset;
    }

    /** Closes the file; without {@link #finish} before it is not an sstable, and the caller deletes it. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
