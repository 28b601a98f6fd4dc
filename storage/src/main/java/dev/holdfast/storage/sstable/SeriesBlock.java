package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.List;

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
    }

    static SstableSeries[] decode(ByteReader in, SymbolTable symbols, TimeColumnRef[] times, SstableReader reader)
            throws CorruptionException {
        SstableSeries[] series = new SstableSeries[in.count(SstableFormat.SERIES_PER_BLOCK, "series of a block")];
        int block = -1;
        int end = 0;
        for (int i = 0; i < series.length; i++) {
            Labels labels = labels(in, symbols);
            ChunkRef[] chunks = new ChunkRef[in.count(in.remaining(), "chunks")];
            if (chunks.length == 0) {
                throw in.wrong("chunks", "expected at least one");
            }
            for (int j = 0; j < chunks.length; j++) {
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
                chunks[j] = new ChunkRef(timeColumnId, times[timeColumnId], block, end, length, stats);
                if (j > 0 && chunks[j].minTimestampMs() <= chunks[j - 1].maxTimestampMs()) {
                    throw in.wrong("chunk order", "chunk " + j + " begins before the end of the one before");
                }
                end += length;
            }
            series[i] = new SstableSeries(reader, labels, chunks);
            if (i > 0 && labels.compareTo(series[i - 1].labels()) <= 0) {
                throw in.wrong("series order", labels + " after " + series[i - 1].labels());
            }
        }
        return series;
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
