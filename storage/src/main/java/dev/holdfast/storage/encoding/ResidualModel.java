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
 *       average moves every 5 s, some virtual network cards every 3 s);
 *   <li>the classes of the two residuals before.
 * </ul>
 */
final class ResidualModel {
    /** Bits below the leading one that get a model; what is below them is noise. */
    static final int MODELLED_BITS = 3;

    private static final int CONTEXTS = 32;
    private static final int NODES_PER_CLASS = 1 + (1 << MODELLED_BITS);
    private static final int MEAN_SHIFT = 3;

    private static final int WEIGHTS_ZERO = 0;
    private static final int WEIGHTS_CLASS = 1;
    private static final int WEIGHTS_SIGN = 8;
    private static final int WEIGHTS_BITS = 9;
    private static final int WEIGHT_SETS = WEIGHTS_BITS + MODELLED_BITS;

    final BitMixer mixer = new BitMixer();

    private int lowest;
    private int classes;
    private int depth;
    private int stride;

    private int base0;
    private int base1;
    private int base2;
    private int base3;

    private int last;
    private int beforeLast;
    private int lastSign;
    private int mean;
    private int zeros;

    /**
     * Begins a column.
     *
     * @param lowestClass smallest class of a residual other than zero, 1 to 64
     * @param classCount how many classes from there on, 1 to {@code 65 - lowestClass}
     */
    void open(int lowestClass, int classCount) {
        lowest = lowestClass;
        classes = classCount;
        depth = 32 - Integer.numberOfLeadingZeros(classCount - 1);
        stride = 1 + (1 << depth) + classCount * NODES_PER_CLASS;
        mixer.reset(BitMixer.INPUTS * CONTEXTS * stride, WEIGHT_SETS);
        last = 0;
        beforeLast = 0;
        lastSign = 0;
        mean = 0;
        zeros = 0;
        choose();
    }

    /** Decisions that name a class. */
    int depth() {
        return depth;
    }

    /** Probability that the next residual is zero. */
    int predictZero() {
        return predict(0, WEIGHTS_ZERO);
    }

    /** Probability of a 1 at a node (1 at the root, then twice the parent plus the bit) of the tree of classes. */
    int predictClass(int node, int level) {
        return predict(node, WEIGHTS_CLASS + level);
    }

    /** Probability that a residual of a class is negative. */
    int predictSign(int classIndex) {
        return predict(classNodes(classIndex), WEIGHTS_SIGN);
    }

    /** Probability of a 1 below the leading one. */
    int predictBit(int classIndex, int prefix, int level) {
        return predict(classNodes(classIndex) + prefix, WEIGHTS_BITS + level);
    }

    /** Notes a zero. */
    void sawZero() {
        beforeLast = last;
        last = 0;
        lastSign = 0;
        mean -= mean >> MEAN_SHIFT;
        zeros++;
        choose();
    }

    /** Notes a residual of a class (counted from 0 at the lowest) and sign (1 if negative). */
    void saw(int classIndex, int sign) {
        beforeLast = last;
        last = classIndex + 1;
        lastSign = sign;
        mean += (last * 16 - mean) >> MEAN_SHIFT;
        zeros = 0;
        choose();
    }

    int lowest() {
        return lowest;
    }

    private int classNodes(int classIndex) {
        return 1 + (1 << depth) + classIndex * NODES_PER_CLASS;
    }

    private int predict(int node, int weightSet) {
        return mixer.predict(base0 + node, base1 + node, base2 + node, base3 + node, weightSet);
    }

    private void choose() {
        int context0 = scaled(last, 15) * 2 + lastSign;
        int context1 = mean * (CONTEXTS - 1) / (classes * 16);
        int context2 = Math.min(zeros, CONTEXTS - 1);
        int context3 = scaled(last, 5) * 5 + scaled(beforeLast, 4);
        base0 = context0 * stride;
        base1 = (CONTEXTS + context1) * stride;
        base2 = (2 * CONTEXTS + context2) * stride;
        base3 = (3 * CONTEXTS + context3) * stride;
    }

    /** A class from 0 (a zero) to {@code classes}, brought down to 0 to {@code top}. */
    private int scaled(int classOrZero, int top) {
        return classes <= top ? classOrZero : (classOrZero * top + classes / 2) / classes;
    }
}
