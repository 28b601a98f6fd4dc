package dev.holdfast.query;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that the queries running at a time share: each draws what it needs, and one that does not get it is refused.
 *
 * <p>A count of bytes, not the bytes themselves. What is drawn is given back when the {@link QueryRun} is closed, so a result
 * counts for as long as somebody writes it out. Any thread.
 */
public final class QueryMemory {
    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /** Memory of so many bytes. */
    public QueryMemory(long limitBytes) {
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("must be above 0: limitBytes=" + limitBytes);
        }
        this.limitBytes = limitBytes;
    }

    /** Half of what this JVM may ever have: a query must not be what ends the process. */
    public static QueryMemory halfOfTheHeap() {
        return new QueryMemory(Math.max(1, Runtime.getRuntime().maxMemory() / 2));
    }

    /** How much there is in all. */
    public long limitBytes() {
        return limitBytes;
    }

    /** How much is drawn at the moment. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /**
     * Draws some bytes, or none when there are not so many left.
     *
     * @return whether it did; then {@link #give} is owed
     */
    public boolean tryTake(long bytes) {
        long used = usedBytes.get();
        while (bytes <= limitBytes - used) {
            if (usedBytes.compareAndSet(used, used + bytes)) {
                return true;
            }
            used = usedBytes.get();
        }
        return false;
    }

    /** Gives back what was drawn. */
    public void give(long bytes) {
        usedBytes.addAndGet(-bytes);
    }
}
