package dev.holdfast.storage.sstable;

/**
 * Where the bytes of one or several sstables are; they add up to the size of the files.
 *
 * @param values chunks, as they lie in compressed blocks
 * @param timestamps time columns of the chunks, likewise
 * @param rollups rows and their time columns, likewise
 * @param seriesIndex labels as symbols, and place and statistics of each chunk
 * @param symbols the strings of labels
 * @param timeColumnIndex where each time column is
 * @param blockPlaces where each block is
 * @param postings from label pairs to series
 * @param bloomFilter the bits
 * @param properties what the file says of itself, and the footer
 */
public record SstableBytes(
        long values,
        long timestamps,
        long rollups,
        long seriesIndex,
        long symbols,
        long timeColumnIndex,
        long blockPlaces,
        long postings,
        long bloomFilter,
        long properties) {
    /** Of no file. */
    public static final SstableBytes NONE = new SstableBytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of both. */
    public SstableBytes plus(SstableBytes other) {
        return new SstableBytes(
                values + other.values,
                timestamps + other.timestamps,
                rollups + other.rollups,
                seriesIndex + other.seriesIndex,
                symbols + other.symbols,
                timeColumnIndex + other.timeColumnIndex,
                blockPlaces + other.blockPlaces,
                postings + other.postings,
                bloomFilter + other.bloomFilter,
                properties + other.properties);
    }

    /** All of them. */
    public long total() {
        return values
                + timestamps
                + rollups
                + seriesIndex
                + symbols
                + timeColumnIndex
                + blockPlaces
                + postings
                + bloomFilter
                + properties;
    }
}
