package dev.holdfast.storage.encoding;

/**
 * What the past of a column says about its next residual: the counters that encoder and decoder ask, kept in step.
 *
 * <p>A residual is coded as decisions: is it zero; which class (its bit length); which sign; the bits below the leading
 * one, the first few of them modelled, the rest plain. A decision is a node of one small tree, and every node has a
 * counter in each of four contexts:
 *
 * <ul>
 *   <li>the class and sign of the residual before;
 *   <li>a running mean of the classes, for gauges whose noise drifts;
 *   <li>how many zeros came since the last other residual, for sources that refresh slower than they are sampled (a load
 *       average moves every 5 s, some virtual network cards every 3 s).
 * </ul>
 */
final class ResidualModel {
    private static final int MODELLED_BITS = 3;

    /** Most decisions of a residual: zero, class, sign, bits below the leading one. */
    static final int MAX_DECISIONS = 1 + 6 + 1 + MODELLED_BITS;

    private static final int CONTEXTS = 32;
    private static final int NODES_PER_CLASS = 1 + (1 << MODELLED_BITS);
    private static final int MEAN_SHIFT = 3;

    private static final int WEIGHTS_ZERO = 0;
    private static final int WEIGHTS_CLASS = 1;
    private static final int WEIGHTS_SIGN = 8;
    private static final int WEIGHTS_BITS = 9;
    private static final int WEIGHT_SETS = WEIGHTS_BITS + MODELLED_BITS;

    private static final int MAX_CLASSES = 64;
    private static final byte[][] LAST_CONTEXT = lastContextTable();

    private final BitMixer mixer = new BitMixer();

    private int classes;
    private int depth;
    private int stride;
    private long meanFactor;

    private int base0;
    private int base1;
    private int base2;

    private int last;
    private int lastSign;
    private int mean;
    private int zeros;

    /**
     * Begins a column.
     *
     * @param classCount how many classes there are, from the lowest that is not zero to the highest, 1 to 64
     */
    void open(int classCount) {
        classes = classCount;
        depth = 32 - Integer.numberOfLeadingZeros(classCount - 1);
        stride = 1 + (1 << depth) + classCount * NODES_PER_CLASS;
        meanFactor = (CONTEXTS - 1) * ((1L << 32) / (classCount * 16L) + 1);
        mixer.reset(BitMixer.INPUTS * CONTEXTS * stride, WEIGHT_SETS);
        last = 0;
        lastSign = 0;
        mean = 0;
        zeros = 0;
        choose();
    }

    /**
     * How many of the bits below the leading one get a model: all of small numbers, which may be states or counts; the
     * top two of large ones, below which there is noise.
     */
    static int modelledBits(int bitsBelow) {
        return bitsBelow <= MODELLED_BITS ? bitsBelow : MODELLED_BITS - 1;
    }

    /** Decisions that name a class. */
    int depth() {
        return depth;
    }

    /** Codes decisions in their order. */
    void encode(RangeEncoder coder, int[] decisions, int count) {
        mixer.encode(coder, decisions, count, base0, base1, base2);
    }

    /** Whether the next residual is zero (1) or not. */
    static int zeroDecision(int bit) {
        return BitMixer.decision(0, WEIGHTS_ZERO, bit);
    }

    int decodeZero(RangeDecoder coder) {
        return decode(coder, 0, WEIGHTS_ZERO);
    }

    /** A bit of a class's number at a node of the tree: 1 at the root, then twice the parent plus the bit. */
    static int classDecision(int bit, int node, int level) {
        return BitMixer.decision(node, WEIGHTS_CLASS + level, bit);
    }

    int decodeClass(RangeDecoder coder, int node, int level) {
        return decode(coder, node, WEIGHTS_CLASS + level);
    }

    /** Whether a residual of a class is negative (1). */
    int signDecision(int bit, int classIndex) {
        return BitMixer.decision(classNodes(classIndex), WEIGHTS_SIGN, bit);
    }

    int decodeSign(RangeDecoder coder, int classIndex) {
        return decode(coder, classNodes(classIndex), WEIGHTS_SIGN);
    }

    /** A bit below the leading one; the prefix is 1 and the bits between. */
    int bitDecision(int bit, int classIndex, int prefix, int level) {
        return BitMixer.decision(classNodes(classIndex) + prefix, WEIGHTS_BITS + level, bit);
    }

    int decodeBit(RangeDecoder coder, int classIndex, int prefix, int level) {
        return decode(coder, classNodes(classIndex) + prefix, WEIGHTS_BITS + level);
    }

    /** Notes a zero. */
    void sawZero() {
        last = 0;
        lastSign = 0;
        mean -= mean >> MEAN_SHIFT;
        zeros++;
        choose();
    }

    /** Notes a residual of a class (counted from 0 at the lowest) and sign (1 if negative). */
    void saw(int classIndex, int sign) {
        last = classIndex + 1;
        lastSign = sign;
        mean += (last * 16 - mean) >> MEAN_SHIFT;
        zeros = 0;
        choose();
    }

    private int classNodes(int classIndex) {
        return 1 + (1 << depth) + classIndex * NODES_PER_CLASS;
    }

    private int decode(RangeDecoder coder, int node, int weightSet) {
        return mixer.decode(coder, base0 + node, base1 + node, base2 + node, weightSet);
    }

    private void choose() {
        int context0 = LAST_CONTEXT[classes][last] * 2 + lastSign;
        // mean * (CONTEXTS - 1) / (classes * 16), exact for all that a mean can be.
        int context1 = (int) ((mean * meanFactor) >>> 32);
        int context2 = Math.min(zeros, CONTEXTS - 1);
        base0 = context0 * stride;
        base1 = (CONTEXTS + context1) * stride;
        base2 = (2 * CONTEXTS + context2) * stride;
    }

    /** A class from 0 (a zero) to {@code classes}, brought down to half as many contexts as there are, for each count. */
    private static byte[][] lastContextTable() {
        int top = CONTEXTS / 2 - 1;
        byte[][] table = new byte[MAX_CLASSES + 1][];
        for (int classes = 1; classes <= MAX_CLASSES; classes++) {
            table[classes] = new byte[classes + 1];
            for (int i = 0; i <= classes; i++) {
                table[classes][i] = (byte) (classes <= top ? i : (i * top + classes / 2) / classes);
            }
        }
        return table;
    }
}
