package dev.holdfast.agent.daemon;

import dev.holdfast.agent.config.DurationText;
import dev.holdfast.forwarder.Backlog;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the agent does what it is there for: samples, keeps, and delivers. Ready when there is no reason against it. Pure;
 * immutable; the same for the metric, the command line and the API.
 *
 * @param reasons why it is not ready, a line each, in the order in which to see to them; empty when it is
 */
public record Readiness(List<String> reasons) {
    /** Nothing was looked at yet. */
    public static final Readiness STARTING = new Readiness(List.of("starting: nothing is sampled yet"));

    /** A sampler may miss so many ticks, and must be silent for so long, milliseconds. */
    private static final int SILENT_TICKS = 10;

    private static final long SILENT_MS = 15_000;

    /** One step of maintenance takes no longer unless the disk hangs, milliseconds. */
    private static final long STEP_MS = 120_000;

    /** Copies the list. */
    public Readiness {
        reasons = List.copyOf(reasons);
    }

    /** Whether it is. */
    public boolean isReady() {
        return reasons.isEmpty();
    }

    /** {@code yes}, or {@code no: } and the reasons. */
    public String line() {
        return isReady() ? "yes" : "no: " + String.join("; ", reasons);
    }

    /** Collects what there is to say against it. */
    public static final class Builder {
        private final List<String> reasons = new ArrayList<>();

        /** Any other reason. */
        public Builder because(String reason) {
            reasons.add(reason);
            return this;
        }

        /** What the store says of itself: why samples are not durable, or empty. */
        public Builder store(String degraded) {
            if (!degraded.isEmpty()) {
                reasons.add("store: not durable, " + degraded);
            }
            return this;
        }

        /**
         * The sampler.
         *
         * @param silentMs since the last tick that was stored, milliseconds
         * @param refused whether ticks are sampled and not stored
         */
        public Builder sampler(long silentMs, long intervalMs, boolean refused) {
            if (silentMs > Math.max(SILENT_MS, SILENT_TICKS * intervalMs)) {
                String what = refused ? "store: takes no samples since " : "sampler: no tick for ";
                reasons.add(what + roughly(silentMs));
            }
            return this;
        }

        /** The step of maintenance that is under way, milliseconds; 0 when none is. */
        public Builder maintenance(long stepMs) {
            if (stepMs > STEP_MS) {
                reasons.add("store: its maintenance hangs for " + roughly(stepMs));
            }
            return this;
        }

        /**
         * An upstream.
         *
         * @param limitMs as {@link ReadinessLimits} says
         */
        public Builder upstream(String name, Backlog backlog, long nowMs, long limitMs) {
            if (!isOverdue(backlog, nowMs, limitMs)) {
                return this;
            }
            long pendingMs = backlog.oldestPendingAgeMs(nowMs);
            String what = pendingMs > limitMs ? "oldest undelivered sample " : "oldest sample that is set aside ";
            long ageMs = pendingMs > limitMs ? pendingMs : backlog.oldestParkedAgeMs(nowMs);
            reasons.add("upstream " + name + ": " + what + roughly(ageMs) + " old, more than "
                    + DurationText.format(limitMs));
            return this;
        }

        /** What it comes to. */
        public Readiness build() {
            return reasons.isEmpty() ? new Readiness(List.of()) : new Readiness(reasons);
        }
    }

    /** Whether an upstream lacks a sample that is older than it may be. */
    public static boolean isOverdue(Backlog backlog, long nowMs, long limitMs) {
        return limitMs > 0 && backlog.oldestUndeliveredAgeMs(nowMs) > limitMs;
    }

    /** Two units are enough: {@code 2h3m}. */
    static String roughly(long ms) {
        long unitMs = ms >= 86_400_000 ? 3_600_000 : ms >= 3_600_000 ? 60_000 : 1_000;
        return DurationText.format(ms / unitMs * unitMs);
    }
}
