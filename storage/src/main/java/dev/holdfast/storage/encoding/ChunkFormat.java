package dev.holdfast.storage.encoding;

/**
 * Numbers of the chunk format, which {@code docs/format/chunk.md} describes. A number that was released keeps its meaning
 * for ever; a new form takes a new one.
 */
public final class ChunkFormat {
    /** Most samples that a chunk may hold; bounds what a decoder may be asked for. */
    public static final int MAX_SAMPLES = 1 << 20;

    // Codec ids: the first byte of a chunk. 0 is none, so that a hole of zeros is damage.
    static final int CONSTANT_WHOLE = 1;
    static final int CONSTANT_BITS = 2;
    static final int RAW = 3;
    static final int XOR = 4;
    static final int PACKED = 5;
    static final int MODELLED = 6;
    static final int PAIR = 7;

    // What PAIR does with two columns: the second byte.
    static final int PAIR_STEPS = 0;
    static final int PAIR_QUOTIENT = 1;
    static final int PAIR_QUOTIENT_PERCENT = 2;

    // Mapping: the second byte of PACKED and MODELLED, what the integers of the column stand for.
    static final int MAPPING_ORDERED_BITS = 0;
    static final int MAPPING_TABLE = 1;
    static final int SCALE_WHOLE = 2;
    static final int SCALE_DIVIDE = 16;
    static final int SCALE_TIMES = 48;
    static final int SCALE_SPLIT = 80;
    static final int SCALE_PERCENT = 96;
    static final int SCALE_TWO_STEPS = 112;
    static final int SCALE_ODD = 136;
    static final int SCALE_BINARY = 160;
    static final int SCALE_SINGLE_DIVIDE = 216;
    static final int SCALE_SINGLE_TIMES = 224;

    // Mappings with a parameter, which follows the exceptions.
    static final int SCALE_RATIO = 240;
    static final int SCALE_RATIO_PERCENT = 241;
    static final int SCALE_LATTICE = 242;

    /** Most that a parameter may be. */
    static final long MAX_PARAMETER = 1L << 48;

    // Flags: the third byte.
    static final int PREDICTOR_MASK = 3;
    static final int HAS_EXCEPTIONS = 1 << 2;
    static final int HAS_DIVISOR = 1 << 3;
    static final int HAS_BIAS = 1 << 4;
    static final int ZIGZAG = 1 << 5;
    static final int KNOWN_FLAGS = PREDICTOR_MASK | HAS_EXCEPTIONS | HAS_DIVISOR | HAS_BIAS | ZIGZAG;

    // The first two bytes of a modelled body hold the highest and the lowest class, and a flag each.
    static final int BODY_NEGATIVE = 1 << 7;
    static final int BODY_ZERO = 1 << 7;

    /** Residuals in a block of a packed body, which share a width. */
    static final int PACKED_BLOCK = 32;

    /** Most values in a table of distinct values. */
    static final int MAX_TABLE = 1024;

    private ChunkFormat() {}
}
