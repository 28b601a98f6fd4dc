package dev.holdfast.agent.gaps;

import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the ticks in time order and says of the time between two of them whether it was collected, and if not why.
 *
 * <p>A tick stands for the time up to the next one. Where that is farther away than the interval, the counts that are stored
 * with both say how many ticks were missed in between and for which reasons; the time is divided by these numbers, in a
 * fixed order, since when each of them was is not known. The interval is that of the ticks before, so that one that was
 * configured anew is no gap. Where samples were thinned, only the length of what was missed is known: it is put at the front. One thread.
 */
final class TickScan {
    private static final Cause[] CAUSES = Cause.values();

    private final Timeline.Builder line;
    private final List<TimeRange> thinned;
    private int nextThinned;
    private long intervalMs;
    private long distanceBeforeMs;
    private TickSource.@Nullable Tick last;

    TickScan(Timeline.Builder line, List<TimeRange> thinned) {
        this.line = line;
        this.thinned = thinned;
    }

    /** Goes through the ticks from a time on, up to one at the end of the span or after, which says how it ends. */
    void read(Snapshot snapshot, long fromMs, long endMs) {
        List<TickSource> sources = TickSource.of(snapshot, new TimeRange(fromMs, Long.MAX_VALUE));
        for (TickSource.Tick tick = next(sources); tick != null; tick = next(sources)) {
            add(tick);
            if (tick.timestampMs >= endMs) {
                return;
            }
            tick.source.take();
        }
    }

    private static TickSource.@Nullable Tick next(List<TickSource> sources) {
        TickSource.Tick first = null;
        for (TickSource source : sources) {
            TickSource.Tick tick = source.peek();
            if (tick != null && (first == null || tick.timestampMs < first.timestampMs)) {
                first = tick;
            }
        }
        return first;
    }

    private void add(TickSource.Tick tick) {
        TickSource.Tick before = last;
        last = tick;
        if (before == null) {
            line.until(tick.timestampMs, Stretch.Kind.BEFORE, null);
            return;
        }
        long distanceMs = tick.timestampMs - before.timestampMs;
        if (distanceMs == 0) {
            return; // of two agents at once
        }
        boolean restarted = tick.source != before.source || tick.ticks <= before.ticks;
        boolean isThinned = isThinned(tick.timestampMs);
        long[] missed = new long[CAUSES.length];
        long sum = count(before, tick, restarted, isThinned, missed);
        long ticks = Math.max(1, restarted ? 1 : tick.ticks - before.ticks);
        if (intervalMs == 0) {
            intervalMs = Math.max(1, Math.round((double) distanceMs / (ticks + sum)));
        }
        boolean clean = sum == 0 && !restarted;
        if (clean || distanceMs * 2 <= intervalMs * 3) {
            line.until(tick.timestampMs, Stretch.Kind.COLLECTED, null);
            learn(distanceMs / ticks, clean);
            return;
        }
        long fromMs = before.timestampMs + Math.min(intervalMs, distanceMs);
        long toMs = isThinned ? Math.min(tick.timestampMs, fromMs + sum * intervalMs) : tick.timestampMs;
        line.until(fromMs, Stretch.Kind.COLLECTED, null);
        miss(fromMs, toMs, missed, sum);
        line.until(tick.timestampMs, Stretch.Kind.COLLECTED, null);
    }

    /** What was missed between two ticks, by cause; the sum. */
    private static long count(
            TickSource.Tick before, TickSource.Tick tick, boolean restarted, boolean isThinned, long[] missed) {
        long sum = 0;
        for (Cause cause : CAUSES) {
            long count = Math.max(0, tick.missed(cause) - (restarted ? 0 : before.missed(cause)));
            missed[cause.slot()] = count;
            sum += count;
        }
        if (!isThinned) {
            long ran = tick.ticks - (restarted ? 0 : before.ticks) - 1;
            long lost = Math.max(0, ran - missed[Cause.DISK_FULL.slot()]);
            missed[Cause.LOST.slot()] = lost;
            sum += lost;
        }
        return sum;
    }

    private void miss(long fromMs, long toMs, long[] missed, long sum) {
        if (sum == 0) {
            line.until(toMs, Stretch.Kind.MISSED, Cause.STOPPED); // another run of the agent, which saw no gap
            return;
        }
        long seen = 0;
        for (Cause cause : CAUSES) {
            seen += missed[cause.slot()];
            if (missed[cause.slot()] > 0) {
                long untilMs = fromMs + (long) ((double) (toMs - fromMs) * seen / sum);
                line.until(seen == sum ? toMs : untilMs, Stretch.Kind.MISSED, cause);
            }
        }
    }

    /** Twice the same distance is the interval; once something else is a late tick. */
    private void learn(long distanceMs, boolean clean) {
        if (clean && Math.abs(distanceMs - distanceBeforeMs) * 10 <= distanceMs) {
            intervalMs = Math.max(1, distanceMs);
        }
        distanceBeforeMs = distanceMs;
    }

    private boolean isThinned(long timestampMs) {
        while (nextThinned < thinned.size() && thinned.get(nextThinned).toExclusiveMs() <= timestampMs) {
            nextThinned++;
        }
        return nextThinned < thinned.size() && thinned.get(nextThinned).contains(timestampMs);
    }

    /**
     * Says what came after the newest tick.
     *
     * @param nowMs what is after this has not been yet
     * @param running whether an agent is there that should be sampling
     */
    void end(long nowMs, boolean running) {
        TickSource.Tick newest = last;
        if (newest == null) {
            line.until(Long.MAX_VALUE, Stretch.Kind.BEFORE, null);
            return;
        }
        long coveredMs = newest.timestampMs + Math.max(1, intervalMs);
        boolean inTime = running && nowMs - newest.timestampMs <= 2 * intervalMs + 2_000;
        line.until(inTime ? Long.MAX_VALUE : coveredMs, Stretch.Kind.COLLECTED, null);
        line.until(Long.MAX_VALUE, Stretch.Kind.MISSED, running ? Cause.UNKNOWN : Cause.STOPPED);
    }

    /** The interval of the newest ticks, milliseconds; 0 when there are too few. */
    long intervalMs() {
        return intervalMs;
    }

    /** Time of the newest tick, milliseconds since the epoch; Long.MIN_VALUE when there is none. */
    long lastTickMs() {
        TickSource.Tick newest = last;
        return newest == null ? Long.MIN_VALUE : newest.timestampMs;
    }
}
