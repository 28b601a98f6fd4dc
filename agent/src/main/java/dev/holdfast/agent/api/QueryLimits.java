package dev.holdfast.agent.api;

/**
 * What a question may cost.
 *
 * @param maxSamples how many values one query may hold in memory at a time
 * @param timeoutMs how long one may take, the wait for its turn included, milliseconds
 * @param maxConcurrency how many questions are answered at a time
 * @param lookbackMs how old the newest sample of a series may be to count as its value, milliseconds
 */
public record QueryLimits(long maxSamples, long timeoutMs, int maxConcurrency, long lookbackMs) {
    /** A value, its time, and what lies around the two. */
    private static final long BYTES_PER_SAMPLE = 16;

    private static final int SMALL_HEAP_BYTES = 128 << 20;
    private static final long MAX_SAMPLES = 50_000_000;

    /** Checks the bounds. */
    public QueryLimits {
        if (maxSamples <= 0 || timeoutMs <= 0 || maxConcurrency <= 0 || lookbackMs <= 0) {
            throw new IllegalArgumentException("must be above 0: maxSamples=" + maxSamples + " timeoutMs=" + timeoutMs
                    + " maxConcurrency=" + maxConcurrency + " lookbackMs=" + lookbackMs);
        }
    }

    /** So many questions at a time as a heap of some size bears: two for an agent's. */
    public static int defaultConcurrency(long heapBytes) {
        return heapBytes <= SMALL_HEAP_BYTES ? 2 : 8;
    }

    /** What all questions together may take of a heap of some size: a third, since the rest is at work. */
    public static long memoryBytes(long heapBytes) {
        return Math.max(1, heapBytes / 3);
    }

    /** As many as fit into that memory, and no more than Prometheus's 50 million. */
    public static long defaultMaxSamples(long heapBytes) {
        return Math.max(1, Math.min(MAX_SAMPLES, memoryBytes(heapBytes) / BYTES_PER_SAMPLE));
    }
}
