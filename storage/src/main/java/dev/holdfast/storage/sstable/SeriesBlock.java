package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.rollup.RollupTier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The index entries of some series: labels as symbols, and each chunk's place, time column and statistics.
 *
 * <p>Chunks follow one another in the data blocks, so a place is told as "next" or as "first of block n".
 */
final class SeriesBlock {
    private static final int SAME_BLOCK = 0;
    private static final int OTHER_BLOCK = 1;
    private static final RollupRef[] NO_ROLLUPS = {};

    private SeriesBlock() {}

    /** Collects the entries of up to {@link SstableFormat#SERIES_PER_BLOCK} series, each complete when it is added. */
    static final class Encoder {
        private final SymbolTable symbols;
        private final ByteWriter out = new ByteWriter(4096);
        private int count;
        private int block = -1;
        private int end;
        private int rollupBlock = -1;
        private int rollupEnd;

        Encoder(SymbolTable symbols) {
            this.symbols = symbols;
        }

        /** Series in the block so far. */
        int count() {
            return count;
        }

        void add(SstableWriter.SeriesEntry entry) {
            if (count == 0) {
                out.clear().u8(0); // a place for the count, which is less than 128 and thus a uvarint of one byte
                block = -1;
                end = 0;
                rollupBlock = -1;
                rollupEnd = 0;
            }
            count++;
            out.uvarint(entry.labels.size());
            entry.labels.forEach((name, value) -> {
                out.uvarint(symbol(name));
                out.uvarint(symbol(value));
            });
            out.uvarint(entry.chunks.size());
            for (SstableWriter.Chunk chunk : entry.chunks) {
                boolean next = chunk.block() == block && chunk.offset() == end;
                out.uvarint((long) chunk.length() << 1 | (next ? SAME_BLOCK : OTHER_BLOCK));
                if (!next) {
                    out.uvarint(chunk.block());
                    out.uvarint(chunk.offset());
                }
                out.uvarint(chunk.timeColumnId());
                chunk.stats().encode(chunk.count(), out);
                block = chunk.block();
                end = chunk.offset() + chunk.length();
            }
            addRollups(entry);
        }

        /** Rows lie in blocks of their own, and their places follow one another too. */
        private void addRollups(SstableWriter.SeriesEntry entry) {
            for (RollupTier tier : RollupTier.values()) {
                List<SstableWriter.Rows> ofTier = entry.rollups.stream()
                        .filter(rows -> rows.tier() == tier)
                        .toList();
                out.uvarint(ofTier.size());
                for (SstableWriter.Rows rows : ofTier) {
                    boolean next = rows.block() == rollupBlock && rows.offset() == rollupEnd;
                    out.uvarint((long) rows.length() << 1 | (next ? SAME_BLOCK : OTHER_BLOCK));
                    if (!next) {
                        out.uvarint(rows.block());
                        out.uvarint(rows.offset());
                    }
                    out.uvarint(rows.lastTimesId());
                    out.uvarint(rows.firstTimesId() + 1);
                    rollupBlock = rows.block();
                    rollupEnd = rows.offset() + rows.length();
                }
            }
        }

        private int symbol(String string) {
            int symbol = symbols.symbol(string);
            if (symbol < 0) {
                throw new IllegalArgumentException("not among the symbols: " + string);
            }
            return symbol;
        }

        /** Completes the block, and begins another with the next {@link #add}; valid until then. */
        ByteWriter end() {
            out.array()[0] = (byte) count;
            count = 0;
            return out;
        }
    }

    /**
     * Reads a block.
     *
     * @param range only chunks that touch it are kept: the entries of a long run take more memory than a reader may need
     * @param version of the file
     */
    static SstableSeries[] decode(
            ByteReader in,
            SymbolTable symbols,
            TimeColumnRef[] times,
            SstableReader reader,
            TimeRange range,
            int version)
            throws CorruptionException {
        SstableSeries[] series = new SstableSeries[in.count(SstableFormat.SERIES_PER_BLOCK, "series of a block")];
        Place place = new Place();
        Place rollupPlace = new Place();
        for (int i = 0; i < series.length; i++) {
            Labels labels = labels(in, symbols);
            ChunkRef[] chunks = new ChunkRef[in.count(in.remaining(), "chunks")];
            if (chunks.length == 0) {
                throw in.wrong("chunks", "expected at least one");
            }
            int kept = 0;
            long lastMs = Long.MIN_VALUE;
            for (int j = 0; j < chunks.length; j++) {
                place.read(in);
                int timeColumnId = in.count(times.length - 1, "time column");
                TimeColumnRef column = times[timeColumnId];
                if (j > 0 && column.minTimestampMs() <= lastMs) {
                    throw in.wrong("chunk order", "chunk " + j + " begins before the end of the one before");
                }
                lastMs = column.maxTimestampMs();
                if (column.maxTimestampMs() >= range.fromInclusiveMs()
                        && column.minTimestampMs() < range.toExclusiveMs()) {
                    ChunkStats stats = ChunkStats.decode(in, column.count());
                    chunks[kept++] = new ChunkRef(timeColumnId, column, place.block, place.offset, place.length, stats);
                } else {
                    ChunkStats.skip(in);
                }
            }
            RollupRef[] rollups = version == 1 ? NO_ROLLUPS : rollups(in, times, rollupPlace);
            series[i] = new SstableSeries(
                    reader,
                    labels,
                    kept == chunks.length ? chunks : Arrays.copyOf(chunks, kept),
                    rollups,
                    chunks.length - kept);
            if (i > 0 && labels.compareTo(series[i - 1].labels()) <= 0) {
                throw in.wrong("series order", labels + " after " + series[i - 1].labels());
            }
        }
        return series;
    }

    /** Where something is: behind the one before, unless it says otherwise. */
    private static final class Place {
        int block = -1;
        int offset;
        int length;

        void read(ByteReader in) throws CorruptionException {
            offset += length;
            long coded = in.uvarint();
            if (coded < 0 || coded >>> 1 > Integer.MAX_VALUE) {
                throw in.wrong("length in a block", "found " + coded);
            }
            if ((coded & 1) == OTHER_BLOCK) {
                block = in.count(Integer.MAX_VALUE, "block");
                offset = in.count(Integer.MAX_VALUE, "offset");
            }
            length = (int) (coded >>> 1);
        }
    }

    private static RollupRef[] rollups(ByteReader in, TimeColumnRef[] times, Place place) throws CorruptionException {
        List<RollupRef> rollups = new ArrayList<>();
        for (RollupTier tier : RollupTier.values()) {
            int pieces = in.count(in.remaining(), "rollups");
            for (int j = 0; j < pieces; j++) {
                place.read(in);
                int lastId = in.count(times.length - 1, "time column");
                int firstId = in.count(times.length, "time column") - 1;
                @Nullable TimeColumnRef first = firstId < 0 ? null : times[firstId];
                if (first != null && first.count() != times[lastId].count()) {
                    throw in.wrong("time columns of a rollup", "do not have the same length");
                }
                rollups.add(new RollupRef(
                        tier, lastId, times[lastId], firstId, first, place.block, place.offset, place.length));
            }
        }
        return rollups.isEmpty() ? NO_ROLLUPS : rollups.toArray(NO_ROLLUPS);
    }

    private static Labels labels(ByteReader in, SymbolTable symbols) throws CorruptionException {
        int count = in.count(in.remaining(), "labels");
        Labels.Builder labels = new Labels.Builder();
        for (int i = 0; i < count; i++) {
            String name = symbols.string(in.count(symbols.size() - 1, "symbol"));
            String value = symbols.string(in.count(symbols.size() - 1, "symbol"));
            if (name.isEmpty()) {
                throw in.wrong("label name", "expected characters, found none");
            }
            labels.set(name, value);
        }
        return labels.build();
    }
}
