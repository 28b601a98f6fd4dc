package dev.holdfast.storage.sstable;

import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.index.Postings;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.ByteReader;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
     * Reads the index of a file and lets go of it again, so that a walk over many files takes the memory of one.
     *
     * @throws dev.holdfast.storage.CorruptionException when the index is damaged
     */
    public static SstableAccount of(SstableReader reader) throws IOException {
        ReadTally tally = new ReadTally();
        try {
            return of(reader, reader.select(List.of(), TimeRange.ALL, tally), tally);
        } finally {
            reader.forgetIndex();
        }
    }

    private static SstableAccount of(SstableReader reader, List<SstableSeries> all, ReadTally tally)
            throws IOException {
        long dataBytes = lengths(reader.section(SstableFormat.SECTION_DATA_BLOCKS, tally));
        long timeBytes = 0; // before the block codec
        for (TimeColumnRef column : TimeColumns.decode(reader.section(SstableFormat.SECTION_TIME_COLUMNS, tally))) {
            timeBytes += column.length();
        }
        long valueBytes = 0;
        long chunks = 0;
        for (SstableSeries series : all) {
            chunks += series.chunkCount();
            for (int i = 0; i < series.chunkCount(); i++) {
                valueBytes += series.chunk(i).length();
            }
        }
        // A block's bytes are shared out by what its content was before the codec, which hardly finds anything in
        // chunks.
        double shrunk = (double) dataBytes / Math.max(1, valueBytes + timeBytes);
        long valuesOnDisk = Math.round(valueBytes * shrunk);
        int[] sections = reader.footer(tally).lengths();
        SstableBytes bytes = new SstableBytes(
                valuesOnDisk,
                dataBytes - valuesOnDisk,
                lengths(reader.section(SstableFormat.SECTION_SERIES_BLOCKS, tally)),
                sections[SstableFormat.SECTION_SYMBOLS],
                sections[SstableFormat.SECTION_TIME_COLUMNS],
                (long) sections[SstableFormat.SECTION_DATA_BLOCKS] + sections[SstableFormat.SECTION_SERIES_BLOCKS],
                sections[SstableFormat.SECTION_POSTINGS],
                sections[SstableFormat.SECTION_BLOOM],
                (long) sections[SstableFormat.SECTION_PROPERTIES] + SstableFormat.FOOTER_BYTES);
        return new SstableAccount(bytes, classes(all, shrunk), chunks, bloom(reader, tally));
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

    private static Map<SeriesClass, ClassTotals> classes(List<SstableSeries> all, double shrunk) {
        Map<SeriesClass, ClassTotals> result = new EnumMap<>(SeriesClass.class);
        Map<SeriesClass, Integer> counts = new EnumMap<>(SeriesClass.class);
        for (SstableSeries series : all) {
            SeriesClass kind = SeriesClass.of(series);
            long samples = 0;
            long bytes = 0;
            for (int i = 0; i < series.chunkCount(); i++) {
                samples += series.chunk(i).count();
                bytes += series.chunk(i).length();
            }
            int count = counts.merge(kind, 1, Integer::sum);
            result.merge(kind, new ClassTotals(count, samples, Math.round(bytes * shrunk)), ClassTotals::plus);
        }
        return result;
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
