package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.rollup.RollupTier;
import java.util.ArrayList;
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

    private SeriesBlock() {}

    static void encode(List<SstableWriter.SeriesEntry> entries, SymbolTable symbols, ByteWriter out) {
        out.uvarint(entries.size());
        int block = -1;
        int end = 0;
        for (SstableWriter.SeriesEntry entry : entries) {
            out.uvarint(entry.labels.size());
            entry.labels.forEach((name, value) -> {
                out.uvarint(symbols.symbol(name));
                out.uvarint(symbols.symbol(value));
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
        }
        encodeRollups(entries, out);
    }

    /** After all series, since rows lie in blocks of their own: their places follow one another too. */
    private static void encodeRollups(List<SstableWriter.SeriesEntry> entries, ByteWriter out) {
        int block = -1;
        int end = 0;
        for (SstableWriter.SeriesEntry entry : entries) {
            for (RollupTier tier : RollupTier.values()) {
                List<SstableWriter.Rows> ofTier = entry.rollups.stream()
                        .filter(rows -> rows.tier() == tier)
                        .toList();
                out.uvarint(ofTier.size());
                for (SstableWriter.Rows rows : ofTier) {
                    boolean next = rows.block() == block && rows.offset() == end;
                    out.uvarint((long) rows.length() << 1 | (next ? SAME_BLOCK : OTHER_BLOCK));
                    if (!next) {
                        out.uvarint(rows.block());
                        out.uvarint(rows.offset());
                    }
                    out.uvarint(rows.lastTimesId());
                    out.uvarint(rows.firstTimesId() + 1);
                    block = rows.block();
                    end = rows.offset() + rows.length();
                }
            }
        }
    }

    static SstableSeries[] decode(
            ByteReader in, SymbolTable symbols, TimeColumnRef[] times, SstableReader reader, int version)
            throws CorruptionException {
        int count = in.count(SstableFormat.SERIES_PER_BLOCK, "series of a block");
        Labels[] labels = new Labels[count];
        ChunkRef[][] chunks = new ChunkRef[count][];
        int block = -1;
        int end = 0;
        for (int i = 0; i < count; i++) {
            labels[i] = labels(in, symbols);
            chunks[i] = new ChunkRef[in.count(in.remaining(), "chunks")];
            for (int j = 0; j < chunks[i].length; j++) {
                long coded = in.uvarint();
                if (coded < 0 || coded >>> 1 > Integer.MAX_VALUE) {
                    throw in.wrong("chunk length", "found " + coded);
                }
                int length = (int) (coded >>> 1);
                if ((coded & 1) == OTHER_BLOCK) {
                    block = in.count(Integer.MAX_VALUE, "block");
                    end = in.count(Integer.MAX_VALUE, "offset");
                }
                int timeColumnId = in.count(times.length - 1, "time column");
                ChunkStats stats = ChunkStats.decode(in, times[timeColumnId].count());
                chunks[i][j] = new ChunkRef(timeColumnId, times[timeColumnId], block, end, length, stats);
                end += length;
            }
        }
        SstableSeries[] series = new SstableSeries[count];
        RollupRef[][] rollups = version == 1 ? new RollupRef[count][0] : rollups(in, count, times);
        for (int i = 0; i < count; i++) {
            series[i] = new SstableSeries(reader, labels[i], chunks[i], rollups[i]);
        }
        return series;
    }

    private static RollupRef[][] rollups(ByteReader in, int count, TimeColumnRef[] times) throws CorruptionException {
        RollupRef[][] result = new RollupRef[count][];
        int block = -1;
        int end = 0;
        for (int i = 0; i < count; i++) {
            List<RollupRef> ofSeries = new ArrayList<>();
            for (RollupTier tier : RollupTier.values()) {
                int chunks = in.count(in.remaining(), "rollups");
                for (int j = 0; j < chunks; j++) {
                    long coded = in.uvarint();
                    if (coded < 0 || coded >>> 1 > Integer.MAX_VALUE) {
                        throw in.wrong("rollup length", "found " + coded);
                    }
                    if ((coded & 1) == OTHER_BLOCK) {
                        block = in.count(Integer.MAX_VALUE, "block");
                        end = in.count(Integer.MAX_VALUE, "offset");
                    }
                    int length = (int) (coded >>> 1);
                    int lastId = in.count(times.length - 1, "time column");
                    int firstId = in.count(times.length, "time column") - 1;
                    @Nullable TimeColumnRef first = firstId < 0 ? null : times[firstId];
                    if (first != null && first.count() != times[lastId].count()) {
                        throw in.wrong("time columns of a rollup", "do not have the same length");
                    }
                    ofSeries.add(new RollupRef(tier, lastId, times[lastId], firstId, first, block, end, length));
                    end += length;
                }
            }
            result[i] = ofSeries.toArray(new RollupRef[0]);
        }
        return result;
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
