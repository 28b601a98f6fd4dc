package dev.holdfast.agent.daemon;

import dev.holdfast.agent.config.DurationText;
import dev.holdfast.forwarder.Outlook;
import java.util.Locale;

/** How the agent is doing, in the one line that a service manager shows: {@code 1s, 386 series; central up to date}. Pure. */
final class StatusLine {
    private StatusLine() {}

    /**
     * The line.
     *
     * @param remark goes first, and may be empty
     * @param intervalMs between two ticks, milliseconds
     */
    static String of(String remark, long intervalMs, SelfLook look) {
        StringBuilder line = new StringBuilder(remark.isEmpty() ? "" : remark + "; ");
        line.append(DurationText.format(intervalMs));
        Readiness readiness = look.readiness();
        if (readiness.equals(Readiness.STARTING)) {
            return line.append(", nothing is sampled yet").toString();
        }
        line.append(String.format(Locale.ROOT, ", %,d series", look.stats().seriesCount()));
        if (!readiness.isReady()) {
            line.append("; not ready: ").append(String.join("; ", readiness.reasons()));
        }
        for (UpstreamLook upstream : look.upstreams()) {
            line.append("; ").append(upstream.name()).append(' ').append(delivery(upstream));
        }
        return line.toString();
    }

    private static String delivery(UpstreamLook upstream) {
        Outlook outlook = upstream.outlook();
        // What is always under way does not count, unless the last request failed.
        boolean flows = upstream.totals().up() || upstream.totals().requests() == 0;
        if (outlook.etaMs() == 0 && outlook.heldBy().isEmpty() && flows) {
            return "up to date";
        }
        return String.format(
                Locale.ROOT,
                "%,d samples behind, the oldest %s%s",
                upstream.backlog().pendingSamples(),
                Readiness.roughly(upstream.backlog().oldestPendingAgeMs(upstream.nowMs())),
                outlook.heldBy().isEmpty() ? "" : ", held: " + outlook.heldBy());
    }
}
