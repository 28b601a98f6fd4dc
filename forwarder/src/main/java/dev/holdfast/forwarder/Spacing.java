package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.upstream.UpstreamOptions;

/**
 * The pause that a lane keeps between its requests. It grows with every failure, as any back-off does; but a success does
 * not forget it, it takes a share of it away. So ten thousand hosts at a receiver that bears a tenth of what they would like
 * to send find, each by itself, a pace at which few requests are turned away. Immutable.
 *
 * <p>How large the share is depends on what the failures were. A row of them is an outage: the pause says nothing of what
 * the receiver bears, and each success halves it. Failures between successes are a limit: there a success takes little, the
 * more the longer the pause is (which makes hosts alike), and the more the longer all goes well (which takes up room that
 * others left). Only being turned away is a limit: 429, 503, a refused connection. One failure in {@link #CALM_SUCCESSES} requests is neither. The figures are from {@code FleetTest}.
 *
 * @param gapMs the pause before jitter, milliseconds, at most the upstream's maximum; 0 for none
 * @param failures in a row, up to now
 * @param successes in a row, up to now
 * @param contested whether a limit was met
 * @param turnedAway whether the receiver had no room in one of the failures in a row
 */
record Spacing(double gapMs, int failures, int successes, boolean contested, boolean turnedAway) {
    /** No pause. */
    static final Spacing NONE = new Spacing(0, 0, 0, false, false);

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
     */
    Spacing afterFailure(UpstreamOptions options, long intervalMs, SendResult.Retry failure) {
        double wanted = contested && failures == 0
                ? LIMIT_GROWTH * Math.max(gapMs, (double) intervalMs)
                : OUTAGE_GROWTH * gapMs;
        long most = failure.local() ? Math.min(LOCAL_MAX_MS, options.maxBackoffMs()) : options.maxBackoffMs();
        double gap = Math.min((double) most, Math.max((double) options.minBackoffMs(), wanted));
        boolean away = turnedAway || isTurnedAway(failure);
        return new Spacing(gap, failures == Integer.MAX_VALUE ? failures : failures + 1, 0, contested, away);
    }

    /** Whether the receiver had no room, rather than stumbled or got lost on the way. */
    private static boolean isTurnedAway(SendResult.Retry failure) {
        return failure.status() == 429 || failure.status() == 503 || (failure.status() == 0 && !failure.doubtful());
    }

    /**
     * The spacing after a request was answered by anything but a failure.
     *
     * @param keepUpMs pause at which the lane just keeps up with what comes in, milliseconds: a limit makes it no slower than
     *     that, since a fleet for which a receiver has no room even then cannot be helped by waiting
     */
    Spacing afterSuccess(UpstreamOptions options, long keepUpMs) {
        boolean limit = failures == 0
                ? contested && successes + 1 < CALM_SUCCESSES
                : failures < OUTAGE_FAILURES && (contested || turnedAway);
        double divisor = 2;
        if (limit) {
            double share = SHARE_AT_TEN_SECONDS * gapMs / 10_000;
            share = Math.min(SHARE_MAX, Math.max(SHARE_MIN, share));
            divisor = Math.min(2, 1 + share * (1 + successes / SUCCESSES_THAT_DOUBLE_IT));
        }
        double gap = limit ? Math.min((double) keepUpMs, gapMs / divisor) : gapMs / divisor;
        return new Spacing(
                gap < options.minBackoffMs() ? 0 : gap,
                0,
                successes == Integer.MAX_VALUE ? successes : successes + 1,
                limit,
                false);
    }

    /**
     * How long a request may wait to be full, milliseconds: longer where a limit was met, since a receiver that turns
     * requests away is helped by fewer and fuller ones.
     */
    long batchDeadlineMs(UpstreamOptions options) {
        return contested
                ? Math.max(options.batchDeadlineMs(), Math.min(options.maxBackoffMs(), (long) (STRETCH * gapMs)))
                : options.batchDeadlineMs();
    }
}
