package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SelfSeries;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The series of one upstream, over its newest look. Shown to by the watch, sampled by the sampler. */
final class UpstreamSeries {
    private static final String PREFIX = "holdfast_upstream_";
    private static final double MS_PER_SECOND = 1e3;

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
        return List.of(
                series("up", at -> at.totals().up() ? 1 : 0),
                series("pending_samples", at -> at.backlog().pendingSamples()),
                series("oldest_pending_age_seconds", at -> at.backlog().oldestPendingAgeMs(at.nowMs()) / MS_PER_SECOND),
                series("oldest_parked_age_seconds", at -> at.backlog().oldestParkedAgeMs(at.nowMs()) / MS_PER_SECOND),
                series("last_success_timestamp_seconds", at -> at.totals().lastSuccessMs() / MS_PER_SECOND),
                count("samples_sent_total", at -> at.totals().samplesSent()),
                count("samples_retried_total", at -> at.totals().samplesRetried()),
                count("samples_refused_total", at -> at.totals().samplesRefused()),
                count("samples_unwritten_total", at -> at.totals().samplesUnwritten()),
                count("samples_parked_total", at -> at.totals().samplesParked()),
                count("samples_skipped_total", at -> at.totals().samplesSkipped()),
                count("bytes_sent_total", at -> at.totals().bytesSent()),
                count("requests_total", at -> at.totals().requests()),
                count("retries_total", at -> at.totals().retries()));
    }

    /** Never less than what an earlier run had sampled. */
    private SelfSeries count(String what, ToDoubleFunction<UpstreamLook> value) {
        double least = before.value(PREFIX + what, look.name());
        return series(what, at -> Math.max(least, value.applyAsDouble(at)));
    }

    private SelfSeries series(String what, ToDoubleFunction<UpstreamLook> value) {
        return new SelfSeries(PREFIX + what, () -> value.applyAsDouble(look), "upstream", look.name());
    }
}
