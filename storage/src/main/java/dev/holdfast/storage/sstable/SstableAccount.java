package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.index.Postings;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.ByteReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an sstable spends its bytes on, by its index: no data block is read.
 *
 * @param bytes by part of the file
 * @param classes by kind of series
 * @param chunks stretches of values
 * @param bloom how its filter does
 */
public record SstableAccount(
        SstableBytes bytes, Map<SeriesClass, ClassTotals> classes, long chunks, BloomTotals bloom) {
    private static final int PROBES = 2048;
    private static final String ABSENT_NAME = "holdfast probe of an absent label";

    /** Copies the map. */
    public SstableAccount {
        classes = Map.copyOf(classes);
    }

    /**
     * Reads the index of a file and lets go of it again, so that a walk over many files takes the memory of one,
     * and of a long one that of one series block.
     *
     * @throws CorruptionException when the index is damaged
     */
    public static SstableAccount of(SstableReader reader) throws IOException {
        try {
            Content content = new Content();
            SeriesScan all = reader.scan();
            for (SstableSeries series = all.next(content); series != null; series = all.next(content)) {
                content.add(series);
            }
            if (content.damage != null) {
                Damage damage = content.damage;
                throw new CorruptionException(damage.file(), damage.offset(), "series block", damage.what());
            }
            return of(reader, content, new ReadTally());
        } finally {
            reader.forgetIndex();
        }
    }

    /** What the series of a file have in its data blocks, before the block codec; they are seen one after the other. */
    private static final class Content implements SstableCursor.Losses {
        final Map<SeriesClass, ClassTotals> classes = new EnumMap<>(SeriesClass.class);
        final BitSet timesOfChunks = new BitSet(); // time columns by number; the others are those of rollups
        long chunks;

        @Nullable
        Damage damage;

        void add(SstableSeries series) {
            long samples = 0;
            long bytes = 0;
            for (int i = 0; i < series.chunkCount(); i++) {
                ChunkRef chunk = series.chunk(i);
                samples += chunk.count();
                bytes += chunk.length();
                timesOfChunks.set(chunk.timeColumnId());
            }
            long rollupBytes = 0;
            for (RollupRef rows : series.rollups()) {
                rollupBytes += rows.length();
            }
            chunks += series.chunkCount();
            SeriesClass kind = SeriesClass.of(series);
            ClassTotals before = classes.getOrDefault(kind, ClassTotals.NONE);
            classes.put(
                    kind,
                    new ClassTotals(
                            before.mostSeries() + 1,
                            before.samples() + samples,
                            before.valueBytes() + bytes,
                            before.rollupBytes() + rollupBytes));
        }

        @Override
        public void damaged(Damage found) {
            damage = found;
        }

        @Override
        public void unreadable(String file, IOException reason) {
            throw new UncheckedIOException(reason); // a scan throws instead
        }
    }

    private static SstableAccount of(SstableReader reader, Content content, ReadTally tally) throws IOException {
        long dataBytes = lengths(reader.section(SstableFormat.SECTION_DATA_BLOCKS, tally));
        long timeBytes = 0;
        long rollupBytes = 0;
        TimeColumnRef[] columns = TimeColumns.decode(reader.section(SstableFormat.SECTION_TIME_COLUMNS, tally));
        for (int i = 0; i < columns.length; i++) {
            if (content.timesOfChunks.get(i)) {
                timeBytes += columns[i].length();
            } else {
                rollupBytes += columns[i].length();
            }
        }
        long valueBytes = 0;
        for (ClassTotals totals : content.classes.values()) {
            valueBytes += totals.valueBytes();
            rollupBytes += totals.rollupBytes();
        }
        // A block's bytes are shared out by what its content was before the codec, which hardly finds anything in
        // chunks.
        double shrunk = (double) dataBytes / Math.max(1, valueBytes + timeBytes + rollupBytes);
        long valuesOnDisk = Math.round(valueBytes * shrunk);
        long rollupsOnDisk = Math.min(dataBytes - valuesOnDisk, Math.round(rollupBytes * shrunk));
        int[] sections = reader.footer(tally).lengths();
        SstableBytes bytes = new SstableBytes(
                valuesOnDisk,
                dataBytes - valuesOnDisk - rollupsOnDisk,
                rollupsOnDisk,
                lengths(reader.section(SstableFormat.SECTION_SERIES_BLOCKS, tally)),
                sections[SstableFormat.SECTION_SYMBOLS],
                sections[SstableFormat.SECTION_TIME_COLUMNS],
                (long) sections[SstableFormat.SECTION_DATA_BLOCKS] + sections[SstableFormat.SECTION_SERIES_BLOCKS],
                sections[SstableFormat.SECTION_POSTINGS],
                sections[SstableFormat.SECTION_BLOOM],
                (long) sections[SstableFormat.SECTION_PROPERTIES] + SstableFormat.FOOTER_BYTES);
        Map<SeriesClass, ClassTotals> classes = new EnumMap<>(SeriesClass.class);
        content.classes.forEach((kind, totals) -> classes.put(
                kind,
                new ClassTotals(
                        totals.mostSeries(),
                        totals.samples(),
                        Math.round(totals.valueBytes() * shrunk),
                        Math.round(totals.rollupBytes() * shrunk))));
        return new SstableAccount(bytes, classes, content.chunks, bloom(reader, tally));
    }

    /** The sum of the lengths in a section of places. */
    private static long lengths(ByteReader places) throws IOException {
        long sum = 0;
        while (places.remaining() >= 12) {
            places.u64();
            sum += places.u32();
        }
        return sum;
    }

    private static BloomTotals bloom(SstableReader reader, ReadTally tally) throws IOException {
        SymbolTable symbols = SymbolTable.decode(reader.section(SstableFormat.SECTION_SYMBOLS, tally));
        Postings postings = Postings.decode(
                reader.section(SstableFormat.SECTION_POSTINGS, tally),
                symbols,
                reader.footer(tally).seriesCount());
        BloomFilter filter = BloomFilter.decode(reader.section(SstableFormat.SECTION_BLOOM, tally));
        long falsePositives = 0;
        long probes = 0;
        if (postings.select(List.of(SeriesMatcher.equal(ABSENT_NAME, ""))).cardinality()
                == reader.footer(tally).seriesCount()) { // nobody has named a label so
            for (; probes < PROBES; probes++) {
                falsePositives += filter.mayContain(ABSENT_NAME, Long.toString(probes)) ? 1 : 0;
            }
        }
        long keys = postings.pairCount();
        return new BloomTotals(
                1, keys, filter.bitCount(), filter.bitsSet(), filter.expectedRate(keys), probes, falsePositives);
    }
}
