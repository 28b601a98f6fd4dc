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

    private static final short[] STRETCH = stretchTable();
    private static final char[] SQUASH = squashTable();
    private static final int[] STEP = stepTable();

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

    /** Codes a bit with what three counters and a set of weights expect, and teaches them. */
    void encode(RangeEncoder coder, int bit, int counter0, int counter1, int counter2, int weightSet) {
        int input0 = STRETCH[slots[counter0] >>> 20];
        int input1 = STRETCH[slots[counter1] >>> 20];
        int input2 = STRETCH[slots[counter2] >>> 20];
        int at = weightSet * INPUTS;
        int one = mix(input0, input1, input2, at);
        coder.encode(bit, one);
        int error = ((bit << 16) - bit - one) * RATE;
        weigh(error, input0, input1, input2, at);
        adapt(bit, counter0, counter1, counter2);
    }

    /** Reads a bit, as {@link #encode} writes it. */
    int decode(RangeDecoder coder, int counter0, int counter1, int counter2, int weightSet) {
        int input0 = STRETCH[slots[counter0] >>> 20];
        int input1 = STRETCH[slots[counter1] >>> 20];
        int input2 = STRETCH[slots[counter2] >>> 20];
        int at = weightSet * INPUTS;
        int one = mix(input0, input1, input2, at);
        int bit = coder.decode(one);
        int error = ((bit << 16) - bit - one) * RATE;
        weigh(error, input0, input1, input2, at);
        adapt(bit, counter0, counter1, counter2);
        return bit;
    }

    /** Probability of a 1 in 65536ths. */
    private int mix(int input0, int input1, int input2, int at) {
        long sum = (long) input0 * weights[at] + (long) input1 * weights[at + 1] + (long) input2 * weights[at + 2];
        int dot = (int) (sum >> 16);
        return SQUASH[Math.max(-STRETCH_MAX, Math.min(STRETCH_MAX, dot)) + STRETCH_MAX];
    }

    /** One step down the gradient of the coding cost. */
    private void weigh(int error, int input0, int input1, int input2, int at) {
        weights[at] += (input0 * error + (1 << 19)) >> 20;
        weights[at + 1] += (input1 * error + (1 << 19)) >> 20;
        weights[at + 2] += (input2 * error + (1 << 19)) >> 20;
    }

    private void adapt(int bit, int counter0, int counter1, int counter2) {
        int target = -bit >>> 10;
        slots[counter0] = adapted(slots[counter0], target);
        slots[counter1] = adapted(slots[counter1], target);
        slots[counter2] = adapted(slots[counter2], target);
    }

    /** A slot is a 22-bit probability above a 10-bit count. */
    private static int adapted(int slot, int target) {
        int count = slot & 1023;
        int probability = slot >>> 10;
        probability += (int) (((long) (target - probability) * STEP[count]) >> 16);
        return (probability << 10) | (count < LIMIT ? count + 1 : count);
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
}
