package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Simulates many hosts that have one upstream, which comes back after an outage and then takes a number of requests a
 * second, with a burst of a tenth of a second. The hosts are made of the policies that real ones use; only the store, the
 * network and the clock are simulated. One thread; the same seed gives the same history.
 */
final class Fleet {
    /** How a sender waits: what is on trial. */
    interface Manners {
        long afterFailureMs(SendResult.Retry result, long intervalMs, double random);

        long afterSuccessMs(long keepUpMs, double random);

        long batchDeadlineMs();
    }

    /** The real ones. */
    static final class Real implements Manners {
        private final UpstreamOptions options;
        private Spacing spacing = Spacing.NONE;

        Real(UpstreamOptions options) {
            this.options = options;
        }

        @Override
        public long afterFailureMs(SendResult.Retry result, long intervalMs, double random) {
            spacing = spacing.afterFailure(options, intervalMs, result);
            return RetryPolicy.delayMs(spacing, result, random);
        }

        @Override
        public long afterSuccessMs(long keepUpMs, double random) {
            spacing = spacing.afterSuccess(options, keepUpMs);
            return RetryPolicy.pauseMs(spacing, random);
        }

        @Override
        public long batchDeadlineMs() {
            return spacing.batchDeadlineMs(options);
        }
    }

    /** The usual ones: pauses double from 30 ms to 5 s and are forgotten after a success. */
    static final class Usual implements Manners {
        private long gapMs;

        @Override
        public long afterFailureMs(SendResult.Retry result, long intervalMs, double random) {
            gapMs = Math.min(5_000, Math.max(30, gapMs * 2));
            long askedMs = result.retryAfterMs();
            return Math.max((long) (gapMs * (1 - 0.18 * random)), askedMs + (long) (askedMs * 0.18 * random));
        }

        @Override
        public long afterSuccessMs(long keepUpMs, double random) {
            gapMs = 0;
            return 0;
        }

        @Override
        public long batchDeadlineMs() {
            return 5_000;
        }
    }

    /**
     * What is simulated.
     *
     * @param samplesPerSecond of each host
     * @param backlogMs what each host has to send when the upstream comes back, as time
     * @param limitPerSecond requests that the upstream takes
     * @param turnedAway its answer to the others
     */
    record Scenario(
            int hosts,
            Order order,
            int samplesPerSecond,
            long backlogMs,
            int limitPerSecond,
            SendResult.Retry turnedAway,
            boolean usualManners) {
        /** Time that an upstream would take for the backlog and for what comes in meanwhile, if all requests were full. */
        double idealMs() {
            double live = (double) hosts * samplesPerSecond / REQUEST_SAMPLES;
            return live * backlogMs / (limitPerSecond - live);
        }
    }

    private static final int REQUEST_SAMPLES = 2_000;
    private static final long ANSWER_MS = 20;
    private static final long OUTAGE_SEEN_MS =
            400_000; // long enough for pauses to reach their bound and phases to spread
    private static final long CAUGHT_UP_MS = 60_000;
    private static final SendResult.Retry DOWN = new SendResult.Retry(0, "connection refused", 0, false);

    private static final class Sender {
        final Lane lane;
        final Manners manners;
        final @Nullable Sender live;
        List<TimeRange> pending;
        Pace pace;

        @Nullable
        TimeRange flight;

        long requestsLeft;
        long sentMs;

        Sender(Lane lane, Manners manners, @Nullable Sender live, long sinceMs) {
            this.lane = lane;
            this.manners = manners;
            this.live = live;
            this.pending = live == null ? List.of(new TimeRange(sinceMs, sinceMs + 1)) : live.pending;
            this.pace = lane == Lane.BACKLOG
                    ? new Pace(LanePolicy.BAND_GRID_MS, 0, 500_000, LanePolicy.BAND_GRID_MS)
                    : new Pace(LanePolicy.BAND_GRID_MS, 0, 8L * REQUEST_SAMPLES, LanePolicy.BAND_GRID_MS);
        }
    }

    private record Event(long atMs, long number, Sender sender) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return atMs != other.atMs ? Long.compare(atMs, other.atMs) : Long.compare(number, other.number);
        }
    }

    private final Scenario scenario;
    private final UpstreamOptions options;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Sender> hosts = new ArrayList<>(); // the first sender of each, which has the pending list
    private final long upAtMs;
    private final int[] arrivals = new int[7_200];
    private long nowMs = 1_700_006_400_000L;
    private long number;
    private double tokens;
    private long tokensAtMs;

    Fleet(Scenario scenario, UpstreamOptions options, long seed) {
        this.scenario = scenario;
        this.options = options;
        this.random = new Random(seed);
        this.upAtMs = nowMs + Math.min(OUTAGE_SEEN_MS, scenario.backlogMs());
        this.tokensAtMs = upAtMs;
        for (int i = 0; i < scenario.hosts(); i++) {
            Sender first = null;
            for (Lane lane : Lane.of(scenario.order())) {
                Manners manners = scenario.usualManners() ? new Usual() : new Real(options);
                Sender sender = new Sender(lane, manners, first, upAtMs - scenario.backlogMs());
                schedule(sender, nowMs + random.nextInt(5_000));
                first = first == null ? sender : first;
            }
            hosts.add(first);
        }
    }

    private void schedule(Sender sender, long atMs) {
        events.add(new Event(atMs, number++, sender));
    }

    /** Goes on until a time after the upstream came back. */
    void runUntil(long sinceUpMs) {
        for (Event next = events.element(); next.atMs <= upAtMs + sinceUpMs; next = events.element()) {
            events.remove();
            nowMs = next.atMs;
            step(next.sender);
        }
    }

    /** What arrived in each second since the upstream came back, taken or not. */
    int[] arrivals() {
        return arrivals;
    }

    /** The share of the backlog that is still to be sent. */
    double backlogLeft() {
        double leftMs = 0;
        for (Sender host : hosts) {
            leftMs += Math.max(0, Pending.lengthMs(pending(host)) - CAUGHT_UP_MS);
        }
        return leftMs / scenario.hosts() / scenario.backlogMs();
    }

    private void step(Sender sender) {
        if (sender.flight == null && !depart(sender)) {
            return;
        }
        long intervalMs = nowMs - sender.sentMs;
        sender.sentMs = nowMs;
        long pauseMs;
        if (taken()) {
            if (--sender.requestsLeft == 0) {
                land(sender);
            }
            pauseMs = sender.manners.afterSuccessMs(
                    sender.lane == Lane.BACKLOG ? Long.MAX_VALUE : sender.pace.keepUpMs(REQUEST_SAMPLES),
                    random.nextDouble());
        } else {
            SendResult.Retry answer = nowMs < upAtMs ? DOWN : scenario.turnedAway();
            pauseMs = sender.manners.afterFailureMs(answer, intervalMs, random.nextDouble());
        }
        schedule(sender, nowMs + ANSWER_MS + pauseMs);
    }

    private boolean depart(Sender sender) {
        List<TimeRange> pending = pending(host(sender));
        TimeRange underWay = sender.live == null ? null : sender.live.flight;
        pending = underWay == null ? pending : Pending.without(pending, underWay);
        LanePolicy.Step step =
                LanePolicy.next(sender.lane, pending, nowMs, options, sender.manners.batchDeadlineMs(), sender.pace);
        if (step instanceof LanePolicy.Send send) {
            sender.flight = send.range();
            sender.requestsLeft = Math.max(1, (long) Math.ceil(samples(send.range()) / REQUEST_SAMPLES));
            return true;
        }
        schedule(sender, nowMs + ((LanePolicy.Wait) step).delayMs());
        return false;
    }

    private void land(Sender sender) {
        TimeRange flight = java.util.Objects.requireNonNull(sender.flight);
        Sender host = host(sender);
        host.pending = Pending.without(pending(host), flight);
        sender.pace = sender.pace.after(flight, (long) Math.max(1, samples(flight)));
        sender.flight = null;
    }

    private double samples(TimeRange range) {
        return range.lengthMs() / 1e3 * scenario.samplesPerSecond();
    }

    private static Sender host(Sender sender) {
        return sender.live == null ? sender : sender.live;
    }

    /** Everything that is not sent, up to now: the newest range grows with time. */
    private List<TimeRange> pending(Sender host) {
        List<TimeRange> known = host.pending;
        TimeRange last = known.get(known.size() - 1);
        if (last.toExclusiveMs() >= nowMs) {
            return known;
        }
        List<TimeRange> grown = new ArrayList<>(known);
        grown.set(known.size() - 1, new TimeRange(last.fromInclusiveMs(), nowMs));
        host.pending = grown;
        return grown;
    }

    private boolean taken() {
        if (nowMs < upAtMs) {
            return false;
        }
        arrivals[(int) ((nowMs - upAtMs) / 1_000)]++;
        double perMs = scenario.limitPerSecond() / 1e3;
        tokens = Math.min(perMs * 100, tokens + (nowMs - tokensAtMs) * perMs);
        tokensAtMs = nowMs;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
