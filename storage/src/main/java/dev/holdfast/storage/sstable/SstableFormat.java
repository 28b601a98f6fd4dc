package dev.holdfast.storage.sstable;

/** Numbers that the writer and the reader of an sstable share. See docs/format/sstable.md. */
public final class SstableFormat {
    /** Last eight bytes of an sstable: "HFSST" and three bytes that text tools would mangle. */
    static final long MAGIC = 0x0a1a_0d54_5353_4648L;

    /** The version that this program writes. */
    public static final int VERSION = 3;

    /** The oldest version that this program reads. */
    public static final int OLDEST_VERSION = 1;

    /** A data block is closed when its payload reaches this. */
    static final int BLOCK_BYTES = 16 << 10;

    /** Series whose entries share an index block. */
    static final int SERIES_PER_BLOCK = 64;

    /** Most samples of a chunk; in version 1 half as many. */
    public static final int MAX_CHUNK_SAMPLES = 8192;

    /** Offsets of sections in the footer: each an offset of eight bytes and a length of four. */
    static final int SECTION_COUNT = 7;

    static final int SECTION_SYMBOLS = 0;
    static final int SECTION_TIME_COLUMNS = 1;
    static final int SECTION_DATA_BLOCKS = 2;
    static final int SECTION_SERIES_BLOCKS = 3;
    static final int SECTION_POSTINGS = 4;
    static final int SECTION_BLOOM = 5;
    static final int SECTION_PROPERTIES = 6;

    /** Bytes of the footer: sections, series and sample counts, version, checksum, magic. */
    static final int FOOTER_BYTES = SECTION_COUNT * 12 + 4 + 8 + 4 + 4 + 8;

    /** Data blocks of a file that a {@link ReadTally} tells apart: 16 GiB of samples before compression. */
    static final int MAX_BLOCKS_TALLIED = 1 << 20;

    private SstableFormat() {}
}
