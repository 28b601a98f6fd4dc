package dev.holdfast.storage.encoding;

import java.util.Arrays;

/**
 * Predicts one bit from four adaptive counters, each of which saw another part of the past, and learns which to trust.
 *
 * <p>A counter is a probability that moves by 1/n at its n-th bit, so that a few bits teach it, and by no less than
 * {@code 1/LIMIT}, so that it follows change. The four are averaged in the logistic domain with weights that follow the
 * gradient of the coding cost: Mahoney's logistic mixing ("Adaptive weighing of context models", 2005), with far fewer
 * models, as a chunk has a thousand samples and not a million. All arithmetic is on integers, and the tables come from
 * {@link StrictMath}, so that every machine predicts the same.
 *
 * <p>Encoder and decoder hold one each and step them alike: {@link #predict}, then {@link #learn}. One thread.
 */
final class BitMixer {
    /** Counters that a prediction mixes. */
    static final int INPUTS = 4;

    private static final int LIMIT = 255;
    private static final int STRETCH_MAX = 2047;
    private static final int FRESH = 1 << 31;
    private static final int WEIGHT_START = (int) (0.35 * 65536);
    private static final int RATE = 10;

    private static final short[] STRETCH = stretchTable();
    private static final char[] SQUASH = squashTable();
    private static final int[] STEP = stepTable();

    private int[] slots = new int[0];
    private int[] weights = new int[0];

    private int slot0;
    private int slot1;
    private int slot2;
    private int slot3;
    private int input0;
    private int input1;
    private int input2;
    private int input3;
    private int weightAt;
    private int predicted;

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

    /** Probability that the next bit is 1, in 65536ths, 1 to 65535. */
    int predict(int counter0, int counter1, int counter2, int counter3, int weightSet) {
        slot0 = counter0;
        slot1 = counter1;
        slot2 = counter2;
        slot3 = counter3;
        input0 = STRETCH[slots[counter0] >>> 20];
        input1 = STRETCH[slots[counter1] >>> 20];
        input2 = STRETCH[slots[counter2] >>> 20];
        input3 = STRETCH[slots[counter3] >>> 20];
        int at = weightSet * INPUTS;
        weightAt = at;
        int[] w = weights;
        long sum = (long) input0 * w[at]
                + (long) input1 * w[at + 1]
                + (long) input2 * w[at + 2]
                + (long) input3 * w[at + 3];
        int dot = (int) (sum >> 16);
        dot = Math.max(-STRETCH_MAX, Math.min(STRETCH_MAX, dot));
        predicted = SQUASH[dot + STRETCH_MAX];
        return predicted;
    }

    /** Tells what the bit was that {@link #predict} was asked about. */
    void learn(int bit) {
        int error = ((bit << 16) - bit - predicted) * RATE;
        int[] w = weights;
        int at = weightAt;
        w[at] += (input0 * error + (1 << 19)) >> 20;
        w[at + 1] += (input1 * error + (1 << 19)) >> 20;
        w[at + 2] += (input2 * error + (1 << 19)) >> 20;
        w[at + 3] += (input3 * error + (1 << 19)) >> 20;
        int target = -bit >>> 10;
        adapt(slot0, target);
        adapt(slot1, target);
        adapt(slot2, target);
        adapt(slot3, target);
    }

    /** A slot is a 22-bit probability above a 10-bit count. */
    private void adapt(int slot, int target) {
        int state = slots[slot];
        int count = state & 1023;
        int probability = state >>> 10;
        probability += (int) (((long) (target - probability) * STEP[count]) >> 16);
        slots[slot] = (probability << 10) | (count < LIMIT ? count + 1 : count);
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
            table[i] = (int) (65536 / (i + 1.5));
        }
        return table;
    }
}
