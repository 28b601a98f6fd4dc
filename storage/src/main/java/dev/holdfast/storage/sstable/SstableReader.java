package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import dev.holdfast.storage.encoding.TimeColumn;
import dev.holdfast.storage.index.Postings;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.FileFrame;
import dev.holdfast.storage.io.ReadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one sstable. Opening reads nothing; each part is read when it is first needed, and what can be had again is kept
 * only while there is memory. Any thread.
 */
public final class SstableReader implements Closeable {
    private static final int TIME_COLUMNS_KEPT = 8;

    /** A longer series block, of a run of days, is kept as it lies in the file: its entries take ten times the memory. */
    private static final int MAX_UNPACKED_SERIES_BLOCK_BYTES = 32 << 10;

    private final ReadableFile file;
    private final BlockCache cache;
    private volatile @Nullable SstableFooter footer;
    private SoftReference<@Nullable Index> index = new SoftReference<>(null);
    private final SoftReference<long[]>[] recentTimes;
    private final int[] recentTimeIds;
    private @Nullable BloomFilter bloom;

    /** The parts of the index that are worth keeping once read. */
    private static final class Index {
        final SymbolTable symbols;
        final TimeColumnRef[] times;
        final long[] blockOffsets;
        final int[] blockLengths;
        final long[] seriesBlockOffsets;
        final int[] seriesBlockLengths;
        final SstableSeries[] @Nullable [] seriesBlocks;

        @Nullable
        Postings postings;

        Index(SymbolTable symbols, TimeColumnRef[] times, ByteReader data, ByteReader series, long fileBytes)
                throws IOException {
            this.symbols = symbols;
            this.times = times;
            blockOffsets = new long[data.remaining() / 12];
            blockLengths = new int[blockOffsets.length];
            places(data, blockOffsets, blockLengths, fileBytes);
            seriesBlockOffsets = new long[series.remaining() / 12];
            seriesBlockLengths = new int[seriesBlockOffsets.length];
            places(series, seriesBlockOffsets, seriesBlockLengths, fileBytes);
            seriesBlocks = new SstableSeries[seriesBlockOffsets.length][];
        }

        private static void places(ByteReader in, long[] offsets, int[] lengths, long fileBytes)
                throws CorruptionException {
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = in.u64();
                lengths[i] = in.u32();
                if (offsets[i] < 0 || lengths[i] < 0 || offsets[i] > fileBytes - lengths[i]) {
                    throw in.wrong("place of a block", "offset " + offsets[i] + ", length " + lengths[i]);
                }
            }
        }
    }

    /** Over an open file, which is the reader's from now on. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other way
    public SstableReader(ReadableFile file, BlockCache cache) {
        this.file = file;
        this.cache = cache;
        this.recentTimes = new SoftReference[TIME_COLUMNS_KEPT];
        this.recentTimeIds = new int[TIME_COLUMNS_KEPT];
    }

    /** The file's name. */
    public String name() {
        return file.name();
    }

    /** Version of the file's format. */
    int version() throws IOException {
        return footer(new ReadTally()).version();
    }

    /**
     * Refuses a file that a newer program wrote. A file that cannot be read now is no such file: what is damaged is met, and
     * named, where it matters.
     */
    public void requireKnownVersion() throws UnsupportedFormatException {
        try {
            version();
        } catch (UnsupportedFormatException e) {
            throw e;
        } catch (IOException e) {
            // Nobody knows its version.
        }
    }

    /** What the file says of itself. */
    public RunInfo readInfo() throws IOException {
        ReadTally tally = new ReadTally();
        ByteReader properties = section(SstableFormat.SECTION_PROPERTIES, tally);
        return RunInfo.decode(properties, footer(tally).version()).withSizeBytes(file.size());
    }

    /** Whether the file may have series that satisfy all matchers, by the bloom filter alone. */
    public boolean mayMatch(Collection<SeriesMatcher> matchers) throws IOException {
        return mayMatch(matchers, new ReadTally());
    }

    /** The same, and counts what was looked at. */
    public boolean mayMatch(Collection<SeriesMatcher> matchers, ReadTally tally) throws IOException {
        for (SeriesMatcher matcher : matchers) {
            String only = matcher.onlyValue();
            if (only != null && !only.isEmpty() && !bloom(tally).mayContain(matcher.name(), only)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The series that satisfy all matchers and have a chunk that touches the range, in the order of labels; of long runs
     * with such chunks only.
     */
    public List<SstableSeries> select(Collection<SeriesMatcher> matchers, TimeRange range) throws IOException {
        return select(matchers, range, new ReadTally(), null);
    }

    /**
     * As {@link #select(Collection, TimeRange)}, passing over what cannot be read: a series block costs its series, and
     * without postings all series are looked at.
     *
     * @param tally counts what was looked at
     * @param losses takes what could not be read; without it the first of that is thrown
     * @throws CorruptionException when the whole index cannot be read
     */
    public List<SstableSeries> select(
            Collection<SeriesMatcher> matchers, TimeRange range, ReadTally tally, @Nullable Consumer<Damage> losses)
            throws IOException {
        Index parts = index(tally);
        BitSet wanted = matchers.isEmpty() ? null : wanted(parts, matchers, tally, losses);
        List<SstableSeries> result = new ArrayList<>();
        int matched = 0;
        for (int block = 0; block < parts.seriesBlocks.length; block++) {
            int first = block * SstableFormat.SERIES_PER_BLOCK;
            int next = wanted == null ? first : wanted.nextSetBit(first);
            if (next < 0) {
                break;
            }
            if (next >= first + SstableFormat.SERIES_PER_BLOCK) {
                continue;
            }
            try {
                int ordinal = first;
                for (SstableSeries series : seriesBlock(parts, block, range, tally)) {
                    boolean meant = wanted == null ? SeriesMatcher.all(matchers, series.labels()) : wanted.get(ordinal);
                    ordinal++;
                    matched += meant ? 1 : 0;
                    if (meant && series.mayHave(range)) {
                        result.add(series);
                    }
                }
                if (wanted != null
                        && wanted.nextSetBit(ordinal) >= 0
                        && ordinal < first + SstableFormat.SERIES_PER_BLOCK) {
                    throw new CorruptionException(name(), -1, "series block", "series " + ordinal + " is missing");
                }
            } catch (CorruptionException e) {
                pass(e, losses);
            }
        }
        tally.series(matched, matched - result.size());
        return result;
    }

    /** The series that postings name, or null when they cannot be read and all have to be looked at. */
    private @Nullable BitSet wanted(
            Index parts, Collection<SeriesMatcher> matchers, ReadTally tally, @Nullable Consumer<Damage> losses)
            throws IOException {
        try {
            return postings(parts, tally).select(matchers);
        } catch (CorruptionException e) {
            pass(e, losses);
            return null;
        }
    }

    private static void pass(CorruptionException e, @Nullable Consumer<Damage> losses) throws CorruptionException {
        if (losses == null) {
            throw e;
        }
        losses.accept(e.damage());
    }

    /** The timestamps of a chunk; shared, not to be changed. */
    public long[] readTimestamps(ChunkRef chunk, ReadTally tally) throws IOException {
        return readTimes(chunk.timeColumnId(), chunk.times(), tally);
    }

    private long[] readTimes(int columnId, TimeColumnRef column, ReadTally tally) throws IOException {
        int slot = columnId % TIME_COLUMNS_KEPT;
        synchronized (recentTimes) {
            SoftReference<long[]> kept = recentTimes[slot];
            long[] times = kept == null || recentTimeIds[slot] != columnId ? null : kept.get();
            if (times != null) {
                return times;
            }
        }
        long[] times = new long[column.count()];
        try {
            ByteReader in = blockReader(column.block(), column.offset(), column.length(), tally);
            TimeColumn.decode(in, times.length, times, 0);
            if (times[0] != column.minTimestampMs() || times[times.length - 1] != column.maxTimestampMs()) {
                throw in.wrong("time column", "does not have the ends that the index states");
            }
        } catch (CorruptionException e) {
            throw placed(e, column.block());
        }
        synchronized (recentTimes) {
            recentTimes[slot] = new SoftReference<>(times);
            recentTimeIds[slot] = columnId;
        }
        return times;
    }

    /** Decodes the values of a chunk into an array from index 0. */
    public void readValues(ChunkRef chunk, ChunkDecoder decoder, long[] into, ReadTally tally) throws IOException {
        try {
            decoder.decode(blockReader(chunk.block(), chunk.offset(), chunk.length(), tally), chunk.count(), into, 0);
        } catch (CorruptionException e) {
            throw placed(e, chunk.block());
        }
    }

    /** The values of a chunk as they are encoded, from a block whose checksum holds. */
    public ByteReader encodedValues(ChunkRef chunk, ReadTally tally) throws IOException {
        try {
            return blockReader(chunk.block(), chunk.offset(), chunk.length(), tally);
        } catch (CorruptionException e) {
            throw placed(e, chunk.block());
        }
    }

    /**
     * The values of a chunk, from memory when they were read of late; shared, not to be changed. For who may come again: a
     * merge, which does not, decodes for itself.
     */
    public long[] recentValues(ChunkRef chunk, ChunkDecoder decoder, ReadTally tally) throws IOException {
        long[] known = keptValues(chunk, tally);
        if (known != null) {
            return known;
        }
        long[] values = new long[chunk.count()];
        readValues(chunk, decoder, values, tally);
        if (!chunk.stats().isConstant()) {
            cache.putValues(this, chunk.block(), chunk.offset(), values);
        }
        return values;
    }

    /** The values of a chunk if they are in memory, else null: then nothing was read. */
    long @Nullable [] keptValues(ChunkRef chunk, ReadTally tally) {
        long[] known = cache.values(this, chunk.block(), chunk.offset());
        if (known == null || known.length != chunk.count()) {
            return null;
        }
        tally.blockFromCache(chunk.block());
        return known;
    }

    /** Decodes rows of a rollup. */
    public void readRows(RollupRef ref, RollupDecoder decoder, RollupRows into, ReadTally tally) throws IOException {
        try {
            decoder.decode(blockReader(ref.block(), ref.offset(), ref.length(), tally), ref.count(), into);
        } catch (CorruptionException e) {
            throw placed(e, ref.block());
        }
        long[] lastTimes = readTimes(ref.lastTimesId(), ref.lastTimes(), tally);
        System.arraycopy(lastTimes, 0, into.lastTimesMs(), 0, ref.count());
        TimeColumnRef first = ref.firstTimes();
        into.changeKnown(into.changeKnown() && first != null);
        if (first != null) {
            System.arraycopy(readTimes(ref.firstTimesId(), first, tally), 0, into.firstTimesMs(), 0, ref.count());
        }
    }

    private ByteReader blockReader(int block, int offset, int length, ReadTally tally) throws IOException {
        byte[] payload = cache.get(this, block);
        if (payload == null) {
            long at = blockOffset(block, tally);
            int frameBytes = index(tally).blockLengths[block];
            payload = FileFrame.read(file, at, frameBytes);
            cache.put(this, block, payload);
            tally.blockFromDisk(block, frameBytes);
        } else {
            tally.blockFromCache(block);
        }
        if (offset < 0 || length < 0 || offset + (long) length > payload.length) {
            throw new CorruptionException(
                    name(), -1, "place in a data block", "offset " + offset + ", length " + length);
        }
        return ByteReader.unpacked(name(), -1, payload, offset, length);
    }

    private long blockOffset(int block, ReadTally tally) throws IOException {
        long[] offsets = index(tally).blockOffsets;
        if (block >= offsets.length) {
            throw new CorruptionException(
                    name(), -1, "data block number", "expected less than " + offsets.length + ", found " + block);
        }
        return offsets[block];
    }

    /** Says in which block of the file it is. Looked up for damage only: the index may have to be read for it. */
    private CorruptionException placed(CorruptionException e, int block) throws IOException {
        ReadTally tally = new ReadTally();
        return e.damage().offset() >= 0 || block >= index(tally).blockOffsets.length
                ? e
                : e.at(blockOffset(block, tally));
    }

    /** Where the postings are: what is wrong there costs no series. */
    long postingsOffset() throws IOException {
        return footer(new ReadTally()).offsets()[SstableFormat.SECTION_POSTINGS];
    }

    SstableFooter footer(ReadTally tally) throws IOException {
        SstableFooter known = footer;
        if (known == null) {
            known = SstableFooter.read(file);
            footer = known;
            tally.indexFromDisk(SstableFormat.FOOTER_BYTES);
        }
        return known;
    }

    ByteReader section(int number, ReadTally tally) throws IOException {
        SstableFooter known = footer(tally);
        long offset = known.offsets()[number];
        byte[] payload = FileFrame.read(file, offset, known.lengths()[number]);
        tally.indexFromDisk(known.lengths()[number]);
        return ByteReader.unpacked(name(), offset, payload, 0, payload.length);
    }

    private synchronized BloomFilter bloom(ReadTally tally) throws IOException {
        BloomFilter known = bloom;
        if (known == null) {
            known = BloomFilter.decode(section(SstableFormat.SECTION_BLOOM, tally));
            bloom = known;
        }
        return known;
    }

    private synchronized Index index(ReadTally tally) throws IOException {
        Index known = index.get();
        if (known == null) {
            known = new Index(
                    SymbolTable.decode(section(SstableFormat.SECTION_SYMBOLS, tally)),
                    TimeColumns.decode(section(SstableFormat.SECTION_TIME_COLUMNS, tally)),
                    section(SstableFormat.SECTION_DATA_BLOCKS, tally),
                    section(SstableFormat.SECTION_SERIES_BLOCKS, tally),
                    file.size());
            // Everything that is sized by the number of series relies on it.
            int series = footer(tally).seriesCount();
            long most = (long) known.seriesBlocks.length * SstableFormat.SERIES_PER_BLOCK;
            if (series < 0 || series > most) {
                throw new CorruptionException(
                        name(), -1, "series count", "expected at most " + most + ", found " + series);
            }
            index = new SoftReference<>(known);
        }
        return known;
    }

    /** Lets go of the index, which is read again when it is needed. */
    synchronized void forgetIndex() {
        index = new SoftReference<>(null);
    }

    private synchronized Postings postings(Index parts, ReadTally tally) throws IOException {
        Postings known = parts.postings;
        if (known == null) {
            known = Postings.decode(
                    section(SstableFormat.SECTION_POSTINGS, tally),
                    parts.symbols,
                    footer(tally).seriesCount());
            parts.postings = known;
        }
        return known;
    }

    private synchronized SstableSeries[] seriesBlock(Index parts, int block, TimeRange range, ReadTally tally)
            throws IOException {
        if (block >= parts.seriesBlocks.length) {
            throw new CorruptionException(name(), -1, "series block", "block " + block + " is missing");
        }
        SstableSeries[] known = parts.seriesBlocks[block];
        if (known != null) {
            return known;
        }
        byte[] payload = cache.get(this, -1 - block); // numbers that data blocks do not have
        if (payload == null) {
            payload = FileFrame.read(file, parts.seriesBlockOffsets[block], parts.seriesBlockLengths[block]);
            tally.indexFromDisk(parts.seriesBlockLengths[block]);
        }
        if (payload.length > MAX_UNPACKED_SERIES_BLOCK_BYTES) {
            cache.put(this, -1 - block, payload);
            return decodeSeriesBlock(parts, block, payload, range);
        }
        known = decodeSeriesBlock(parts, block, payload, TimeRange.ALL);
        parts.seriesBlocks[block] = known;
        return known;
    }

    private SstableSeries[] decodeSeriesBlock(Index parts, int block, byte[] payload, TimeRange range)
            throws IOException {
        ByteReader in = ByteReader.unpacked(name(), parts.seriesBlockOffsets[block], payload, 0, payload.length);
        return SeriesBlock.decode(in, parts.symbols, parts.times, this, range, version());
    }

    /** All series one after the other, for who reads the run whole: memory holds the entries of one series block. */
    public SeriesScan scan() throws IOException {
        Index parts = index(new ReadTally());
        return new SeriesScan(
                parts.seriesBlocks.length,
                block -> decodeSeriesBlock(
                        parts,
                        block,
                        FileFrame.read(file, parts.seriesBlockOffsets[block], parts.seriesBlockLengths[block]),
                        TimeRange.ALL));
    }

    /** Closes the file. */
    @Override
    public void close() throws IOException {
        cache.forget(this);
        file.close();
    }
}
