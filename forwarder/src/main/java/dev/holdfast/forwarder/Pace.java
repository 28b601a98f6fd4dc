package dev.holdfast.forwarder;

import dev.holdfast.storage.TimeRange;

/**
 * How long the next interval of a lane may be, learned from the density of those before. Immutable.
 *
 * @param lengthMs of the next interval, at most, milliseconds
 * @param samplesPerMs density last seen, 0 when unknown
 * @param targetSamples how many samples an interval shall have, about
 * @param maxLengthMs bound on the length, milliseconds
 */
record Pace(long lengthMs, double samplesPerMs, long targetSamples, long maxLengthMs) {
    /** Growth over a hole, and after a setback. */
    private static final int GROWTH = 4;

    private static final double KEEP_UP = 1.2;

    /** The pace after an interval with some samples was through. */
    Pace after(TimeRange range, long samples) {
        if (samples == 0) {
            return new Pace(
                    clamp(lengthMs * GROWTH), samplesPerMs, targetSamples, maxLengthMs); // a hole: stride over it
        }
        double density = samples / (double) Math.max(1, range.lengthMs());
        long wanted = clamp((long) (targetSamples / density));
        return new Pace(Math.min(wanted, clamp(lengthMs * GROWTH)), density, targetSamples, maxLengthMs);
    }

    /** The pace after an interval could not be finished: smaller steps get through a bad line. */
    Pace afterSetback() {
        return new Pace(clamp(lengthMs / 2), samplesPerMs, targetSamples, maxLengthMs);
    }

    /** Pause between full requests at which a lane takes a fifth more than comes in, milliseconds. */
    long keepUpMs(int requestSamples) {
        return samplesPerMs == 0 ? Long.MAX_VALUE : Math.max(1, (long) (requestSamples / samplesPerMs / KEEP_UP));
    }

    private long clamp(long value) {
        return Math.max(1, Math.min(maxLengthMs, value));
    }
}
