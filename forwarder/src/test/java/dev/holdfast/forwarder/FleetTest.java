package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.Fleet.Scenario;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.net.URI;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten thousand hosts come back at once. The limit that their receiver implies is what it takes: N requests a second, and
 * everything beyond is turned away, with 429 and {@code Retry-After}, with 429 alone, or by a connection that is refused.
 * An arrival is a request that reaches it, taken or not.
 *
 * <p>After a transition of three minutes, and until 95 % of the backlog is through, no more than 1.2 N arrive in any second
 * and in any ten; and 99 % of the backlog are through in 1.2 times what it would take if every request were full and taken
 * (1.35 times with two lanes, as live data goes out before its requests are full).
 * Another seed: {@code mvn -pl forwarder -am test -Dtest=FleetTest -Dtest.jvm.args=-Dforwarder.seed=N
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class FleetTest {
    private static final int HOSTS = 10_000;
    private static final int TRANSITION_S = 180;
    private static final double BOUND = 1.2;
    private static final double TWO_LANES_BOUND = 1.35;
    private static final SendResult.Retry LATER = new SendResult.Retry(429, "429", 10_000, false);
    private static final SendResult.Retry FULL = new SendResult.Retry(429, "429", 0, false);
    private static final SendResult.Retry REFUSED = new SendResult.Retry(0, "connection refused", 0, false);

    private record Outcome(double worst1, double worst10, double worst1InTransition, double drainedMs) {}

    static Stream<Scenario> scenarios() {
        return Stream.of(
                scenario(Order.STRICT, 500, 10, 5_000, LATER),
                scenario(Order.STRICT, 500, 10, 5_000, FULL),
                scenario(Order.STRICT, 500, 10, 5_000, REFUSED),
                scenario(Order.FREE, 500, 20, 6_000, FULL),
                scenario(Order.STRICT, 50, 120, 1_000, LATER),
                scenario(Order.STRICT, 50, 120, 1_000, FULL));
    }

    private static Scenario scenario(Order order, int samplesPerS, long outageMinutes, int limit, SendResult.Retry no) {
        return new Scenario(HOSTS, order, samplesPerS, outageMinutes * 60_000, limit, no, false);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theArrivalRateStaysNearTheLimitAndTheBacklogDrainsNearlyAsFastAsItCan(Scenario scenario) {
        Outcome outcome = run(scenario);
        double drainBound = scenario.order() == Order.STRICT ? BOUND : TWO_LANES_BOUND;
        assertTrue(outcome.worst1 <= BOUND, scenario + " " + outcome);
        assertTrue(outcome.worst10 <= BOUND, scenario + " " + outcome);
        assertTrue(outcome.drainedMs <= drainBound * scenario.idealMs(), scenario + " " + outcome);
    }

    /** The canary: pauses of at most 5 s that a success forgets, as is usual, must be found wanting. */
    @Test
    void theUsualMannersAreFoundWanting() {
        Outcome outcome = run(new Scenario(HOSTS, Order.STRICT, 500, 600_000, 5_000, FULL, true));
        assertTrue(outcome.worst10 > 2 * BOUND, outcome.toString());
    }

    private static Outcome run(Scenario scenario) {
        UpstreamOptions options = UpstreamOptions.builder("central", URI.create("http://host/"))
                .order(scenario.order())
                .maxAgeMs(86_400_000)
                .build();
        long seed = Long.getLong("forwarder.seed", 1);
        Fleet fleet = new Fleet(scenario, options, seed);
        int seconds = 0;
        int steadyS = 0;
        double left = 1;
        while (left > 0.01 && seconds < 2.5 * scenario.idealMs() / 1e3) {
            seconds += 5;
            fleet.runUntil(seconds * 1_000L);
            left = fleet.backlogLeft();
            steadyS = left > 0.05 ? seconds : steadyS;
        }
        int[] arrivals = fleet.arrivals();
        double limit = scenario.limitPerSecond();
        Outcome outcome = new Outcome(
                worst(arrivals, TRANSITION_S, steadyS, 1) / limit,
                worst(arrivals, TRANSITION_S, steadyS, 10) / limit,
                worst(arrivals, 0, TRANSITION_S, 1) / limit,
                seconds * 1e3);
        System.out.printf(
                Locale.ROOT,
                "fleet seed %d: %s %d samples/s, %d min, %d requests/s, %s, retry after %d s: worst second %.2f, worst ten %.2f"
                        + " (first three minutes %.2f), drained in %.0f s, ideal %.0f s, %.2f%n",
                seed,
                scenario.usualManners() ? "usual manners" : scenario.order(),
                scenario.samplesPerSecond(),
                scenario.backlogMs() / 60_000,
                scenario.limitPerSecond(),
                scenario.turnedAway().message(),
                scenario.turnedAway().retryAfterMs() / 1_000,
                outcome.worst1,
                outcome.worst10,
                outcome.worst1InTransition,
                outcome.drainedMs / 1e3,
                scenario.idealMs() / 1e3,
                outcome.drainedMs / scenario.idealMs());
        return outcome;
    }

    private static double worst(int[] arrivals, int fromS, int toS, int widthS) {
        double worst = 0;
        for (int second = fromS; second + widthS <= toS; second++) {
            double sum = 0;
            for (int i = 0; i < widthS; i++) {
                sum += arrivals[second + i];
            }
            worst = Math.max(worst, sum / widthS);
        }
        return worst;
    }
}
