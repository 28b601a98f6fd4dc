package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.UpstreamOptions;

/**
 * The pause that a lane keeps between its requests. It grows with every failure, as any back-off does; but a success does
 * not forget it, it takes a share of it away. So ten thousand hosts at a receiver that bears a tenth of what they would like
 * to send find, each by itself, a pace at which few requests are turned away. Immutable.
 *
 * <p>How large the share is depends on what the failures were. A row of them is an outage: the pause says nothing of what
 * the receiver bears, and each success halves it. Failures between successes are a limit: there a success takes little, the
 * more the longer the pause is (which makes hosts alike), and the more the longer all goes well (which takes up room that
 * others left). One failure in {@link #CALM_SUCCESSES} requests is neither. The figures are from {@code FleetTest}.
 *
 * @param gapMs the pause before jitter, milliseconds, at most the upstream's maximum; 0 for none
 * @param failures in a row, up to now
 * @param successes in a row, up to now
 * @param contested whether a limit was met
 */
record Spacing(double gapMs, int failures, int successes, boolean contested) {
    /** No pause. */
    static final Spacing NONE = new Spacing(0, 0, 0, false);

    /** So many failures in a row are an outage and no limit. */
    static final int OUTAGE_FAILURES = 5;

    /** After so many successes in a row a limit is forgotten. */
    static final int CALM_SUCCESSES = 50;

    /** Bound on the pause while no request leaves this host: whoever gets none is not hurt by many. */
    static final long LOCAL_MAX_MS = 5_000;

    private static final double OUTAGE_GROWTH = 2;
    private static final double LIMIT_GROWTH = 1.5;
    private static final double SHARE_AT_TEN_SECONDS = 0.015;
    private static final double SHARE_MIN = 0.005;
    private static final double SHARE_MAX = 0.1;
    private static final double SUCCESSES_THAT_DOUBLE_IT = 8;
    private static final double STRETCH = 10;

    /**
     * The spacing after a request failed.
     *
     * @param intervalMs since the request before, which is the pace at which the limit was met
     * @param local whether the request did not leave this host
     */
    Spacing afterFailure(UpstreamOptions options, long intervalMs, boolean local) {
        double wanted = contested && failures == 0 ? LIMIT_GROWTH * Math.max(gapMs, intervalMs) : OUTAGE_GROWTH * gapMs;
        double most = local ? Math.min(LOCAL_MAX_MS, options.maxBackoffMs()) : options.maxBackoffMs();
        double gap = Math.min(most, Math.max(options.minBackoffMs(), wanted));
        return new Spacing(gap, failures == Integer.MAX_VALUE ? failures : failures + 1, 0, contested);
    }

    /** The spacing after a request was answered by anything but a failure. */
    Spacing afterSuccess(UpstreamOptions options) {
        boolean limit = failures == 0 ? contested && successes + 1 < CALM_SUCCESSES : failures < OUTAGE_FAILURES;
        double divisor = 2;
        if (limit) {
            double share = SHARE_AT_TEN_SECONDS * gapMs / 10_000;
            share = Math.min(SHARE_MAX, Math.max(SHARE_MIN, share));
            divisor = Math.min(2, 1 + share * (1 + successes / SUCCESSES_THAT_DOUBLE_IT));
        }
        double gap = gapMs / divisor;
        return new Spacing(
                gap < options.minBackoffMs() ? 0 : gap,
                0,
                successes == Integer.MAX_VALUE ? successes : successes + 1,
                limit);
    }

    /**
     * How long a request may wait to be full, milliseconds: longer where a limit was met, since a receiver that turns
     * requests away is helped by fewer and fuller ones.
     */
    long batchDeadlineMs(UpstreamOptions options) {
        return contested
                ? Math.max(options.batchDeadlineMs(), (long) Math.min(options.maxBackoffMs(), STRETCH * gapMs))
                : options.batchDeadlineMs();
    }
}
