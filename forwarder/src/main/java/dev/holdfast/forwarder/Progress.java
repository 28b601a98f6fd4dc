package dev.holdfast.forwarder;

/**
 * How fast an upstream is caught up with: what it acknowledged during the last minute, against what is pending and what
 * comes in. Written by its upstream's thread, read by any.
 */
final class Progress {
    /** What is looked back on, milliseconds. */
    static final long SPAN_MS = 60_000;

    private static final int SLOTS = 12;
    private static final long SLOT_MS = SPAN_MS / SLOTS;
    private static final double CURRENT_S = 15;

    private final long[] samples = new long[SLOTS + 1];
    private final long startMs;
    private long slot;

    /** Nothing was acknowledged yet. */
    Progress(long monotonicMs) {
        startMs = monotonicMs;
        slot = monotonicMs / SLOT_MS;
    }

    /** Samples were acknowledged. */
    synchronized void acknowledged(long count, long monotonicMs) {
        turn(monotonicMs);
        samples[index(slot)] += count;
    }

    /** Samples acknowledged a second during the last minute, or since the beginning when that is less. */
    synchronized double samplesPerSecond(long monotonicMs) {
        turn(monotonicMs);
        long fromMs = Math.max(startMs, (slot - SLOTS) * SLOT_MS);
        long sum = 0;
        for (long count : samples) { // not as a stream: that would load a dozen classes into every agent
            sum += count;
        }
        return sum * 1e3 / Math.max(1_000, monotonicMs - fromMs);
    }

    private void turn(long monotonicMs) {
        long now = Math.max(slot, monotonicMs / SLOT_MS);
        for (long passed = Math.max(slot + 1, now - SLOTS); passed <= now; passed++) {
            samples[index(passed)] = 0;
        }
        slot = now;
    }

    private static int index(long slot) {
        return (int) (slot % (SLOTS + 1));
    }

    /**
     * When everything will have arrived. Pure.
     *
     * @param pending samples that are not dealt with
     * @param sentPerSecond samples acknowledged a second
     * @param newPerSecond samples that come in a second
     */
    static Outlook outlook(long pending, double sentPerSecond, double newPerSecond) {
        long etaMs;
        if (pending <= newPerSecond * CURRENT_S) {
            etaMs = 0; // what is under way always
        } else if (sentPerSecond <= newPerSecond) {
            etaMs = Outlook.NEVER;
        } else {
            etaMs = (long) Math.ceil(pending / (sentPerSecond - newPerSecond) * 1e3);
        }
        return new Outlook(sentPerSecond, newPerSecond, etaMs, "");
    }
}
