package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SelfSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The series of one upstream, over its newest look. Shown to by the watch, sampled by the sampler. One class and a switch in the
 * place of a lambda for each: Java makes a class of every lambda when it is first met, and keeps them in memory.
 */
final class UpstreamSeries {
    private static final String PREFIX = "holdfast_upstream_";
    private static final double MS_PER_SECOND = 1e3;

    private static final List<String> NAMES = List.of(
            "up",
            "pending_samples",
            "oldest_pending_age_seconds",
            "oldest_parked_age_seconds",
            "last_success_timestamp_seconds",
            "samples_sent_total",
            "samples_retried_total",
            "samples_refused_total",
            "samples_unwritten_total",
            "samples_parked_total",
            "samples_skipped_total",
            "bytes_sent_total",
            "requests_total",
            "retries_total");

    private final LastCounts before;
    private volatile UpstreamLook look;

    UpstreamSeries(UpstreamLook look, LastCounts before) {
        this.look = look;
        this.before = before;
    }

    void show(UpstreamLook next) {
        look = next;
    }

    List<SelfSeries> all() {
        List<SelfSeries> all = new ArrayList<>();
        for (String name : NAMES) {
            String metric = PREFIX.concat(name);
            // Counts are never less than what an earlier run had sampled; there is nothing of the others.
            double least = before.value(metric, look.name());
            all.add(new SelfSeries(metric, new Value(name, least), "upstream", look.name()));
        }
        return all;
    }

    private final class Value implements DoubleSupplier {
        private final String name;
        private final double least;

        Value(String name, double least) {
            this.name = name;
            this.least = least;
        }

        @Override
        public double getAsDouble() {
            return Math.max(least, value(look, name));
        }
    }

    private static double value(UpstreamLook at, String name) {
        return switch (name) {
            case "up" -> at.totals().up() ? 1 : 0;
            case "pending_samples" -> at.backlog().pendingSamples();
            case "oldest_pending_age_seconds" -> at.backlog().oldestPendingAgeMs(at.nowMs()) / MS_PER_SECOND;
            case "oldest_parked_age_seconds" -> at.backlog().oldestParkedAgeMs(at.nowMs()) / MS_PER_SECOND;
            case "last_success_timestamp_seconds" -> at.totals().lastSuccessMs() / MS_PER_SECOND;
            case "samples_sent_total" -> at.totals().samplesSent();
            case "samples_retried_total" -> at.totals().samplesRetried();
            case "samples_refused_total" -> at.totals().samplesRefused();
            case "samples_unwritten_total" -> at.totals().samplesUnwritten();
            case "samples_parked_total" -> at.totals().samplesParked();
            case "samples_skipped_total" -> at.totals().samplesSkipped();
            case "bytes_sent_total" -> at.totals().bytesSent();
            case "requests_total" -> at.totals().requests();
            case "retries_total" -> at.totals().retries();
            default -> throw new IllegalArgumentException("name=" + name);
        };
    }
}
