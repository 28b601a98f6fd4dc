package dev.holdfast.storage.encoding;

import java.util.Arrays;

/**
 * Predicts one bit from three adaptive counters, each of which saw another part of the past, and learns which to trust.
 *
 * <p>A counter is a probability that moves by 1/n at its n-th bit, so that a few bits teach it, and by no less than
 * {@code 1/LIMIT}, so that it follows change. The three are averaged in the logistic domain with weights that follow the
 * gradient of the coding cost: Mahoney's logistic mixing ("Adaptive weighing of context models", 2005), with far fewer
 * models, as a chunk has a thousand samples and not a million. All arithmetic is on integers, and the tables come from
 * {@link StrictMath}, so that every machine predicts the same.
 *
 * <p>Encoder and decoder hold one each and step them alike. One thread.
 */
final class BitMixer {
    /** Counters that a prediction mixes. */
    static final int INPUTS = 3;

    private static final int LIMIT = 255;
    private static final int STRETCH_MAX = 2047;
    private static final int FRESH = 1 << 31;
    private static final int WEIGHT_START = 65536 / INPUTS;
    private static final int RATE = 14;
    private static final int HALF_WEIGHT = 1 << 19;

    private static final short[] STRETCH = stretchTable();
    private static final char[] SQUASH = squashTable();
    private static final int[] STEP = stepTable();
    private static final byte[] GROWTH = growthTable();

    private int[] slots = new int[0];
    private int[] weights = new int[0];

    /** Forgets everything and makes room for numbered counters and numbered sets of weights. */
    void reset(int counters, int weightSets) {
        if (slots.length < counters) {
            slots = new int[counters];
        }
        if (weights.length < weightSets * INPUTS) {
            weights = new int[weightSets * INPUTS];
        }
        Arrays.fill(slots, 0, counters, FRESH);
        Arrays.fill(weights, 0, weightSets * INPUTS, WEIGHT_START);
    }

    /** A bit to be coded, and where its counters and weights are: see {@link #encode}. */
    static int decision(int counter, int weightSet, int bit) {
        return (counter << 5 | weightSet) << 1 | bit;
    }

    /**
     * Codes some bits, each with what three counters and a set of weights expect, and teaches them.
     *
     * <p>This and {@link #decode} are where merging and reading spend their time. They are written out, each as one method
     * over locals, because the agent runs on the first compiler only, which calls what is not tiny.
     *
     * @param decisions see {@link #decision}; the counters are those at its number behind each of the three bases
     */
    void encode(RangeEncoder coder, int[] decisions, int count, int base0, int base1, int base2) {
        int[] slot = slots;
        int[] weight = weights;
        for (int i = 0; i < count; i++) {
            int decision = decisions[i];
            int bit = decision & 1;
            int at = (decision >>> 1 & 31) * INPUTS;
            int counter = decision >>> 6;
            int slot0 = slot[base0 + counter];
            int slot1 = slot[base1 + counter];
            int slot2 = slot[base2 + counter];
            int input0 = STRETCH[slot0 >>> 20];
            int input1 = STRETCH[slot1 >>> 20];
            int input2 = STRETCH[slot2 >>> 20];
            int weight0 = weight[at];
            int weight1 = weight[at + 1];
            int weight2 = weight[at + 2];
            int dot = (int) (((long) input0 * weight0 + (long) input1 * weight1 + (long) input2 * weight2) >> 16);
            int one = SQUASH[Math.max(-STRETCH_MAX, Math.min(STRETCH_MAX, dot)) + STRETCH_MAX];
            coder.encode(bit, one);
            // One step down the gradient of the coding cost.
            int error = ((bit << 16) - bit - one) * RATE;
            weight[at] = weight0 + ((input0 * error + HALF_WEIGHT) >> 20);
            weight[at + 1] = weight1 + ((input1 * error + HALF_WEIGHT) >> 20);
            weight[at + 2] = weight2 + ((input2 * error + HALF_WEIGHT) >> 20);
            int target = -bit >>> 10;
            slot[base0 + counter] = slot0 + (change(slot0, target) << 10) + GROWTH[slot0 & 1023];
            slot[base1 + counter] = slot1 + (change(slot1, target) << 10) + GROWTH[slot1 & 1023];
            slot[base2 + counter] = slot2 + (change(slot2, target) << 10) + GROWTH[slot2 & 1023];
        }
    }

    /** Reads a bit, as {@link #encode} writes it. */
    int decode(RangeDecoder coder, int counter0, int counter1, int counter2, int weightSet) {
        int[] slot = slots;
        int[] weight = weights;
        int slot0 = slot[counter0];
        int slot1 = slot[counter1];
        int slot2 = slot[counter2];
        int input0 = STRETCH[slot0 >>> 20];
        int input1 = STRETCH[slot1 >>> 20];
        int input2 = STRETCH[slot2 >>> 20];
        int at = weightSet * INPUTS;
        int weight0 = weight[at];
        int weight1 = weight[at + 1];
        int weight2 = weight[at + 2];
        int dot = (int) (((long) input0 * weight0 + (long) input1 * weight1 + (long) input2 * weight2) >> 16);
        int one = SQUASH[Math.max(-STRETCH_MAX, Math.min(STRETCH_MAX, dot)) + STRETCH_MAX];
        int bit = coder.decode(one);
        int error = ((bit << 16) - bit - one) * RATE;
        weight[at] = weight0 + ((input0 * error + HALF_WEIGHT) >> 20);
        weight[at + 1] = weight1 + ((input1 * error + HALF_WEIGHT) >> 20);
        weight[at + 2] = weight2 + ((input2 * error + HALF_WEIGHT) >> 20);
        int target = -bit >>> 10;
        slot[counter0] = slot0 + (change(slot0, target) << 10) + GROWTH[slot0 & 1023];
        slot[counter1] = slot1 + (change(slot1, target) << 10) + GROWTH[slot1 & 1023];
        slot[counter2] = slot2 + (change(slot2, target) << 10) + GROWTH[slot2 & 1023];
        return bit;
    }

    /** By how much a slot's probability moves; a slot is a 22-bit probability above a 10-bit count. */
    private static int change(int slot, int target) {
        return (int) (((long) (target - (slot >>> 10)) * STEP[slot & 1023]) >> 16);
    }

    private static short[] stretchTable() {
        short[] table = new short[4096];
        for (int i = 0; i < table.length; i++) {
            double p = (i + 0.5) / table.length;
            double logit = StrictMath.log(p / (1 - p)) * 256;
            table[i] = (short) Math.max(-STRETCH_MAX, Math.min(STRETCH_MAX, StrictMath.rint(logit)));
        }
        return table;
    }

    private static char[] squashTable() {
        char[] table = new char[2 * STRETCH_MAX + 1];
        for (int i = 0; i < table.length; i++) {
            double p = 1 / (1 + StrictMath.exp((STRETCH_MAX - i) / 256.0));
            table[i] = (char) Math.max(16, Math.min(65520, StrictMath.rint(p * 65536)));
        }
        return table;
    }

    private static int[] stepTable() {
        int[] table = new int[1024];
        for (int i = 0; i < table.length; i++) {
            table[i] = (int) (65536 / (i + 1.6));
        }
        return table;
    }

    /** What a slot's count grows by at a bit. */
    private static byte[] growthTable() {
        byte[] table = new byte[1024];
        Arrays.fill(table, 0, LIMIT, (byte) 1);
        return table;
    }
}
