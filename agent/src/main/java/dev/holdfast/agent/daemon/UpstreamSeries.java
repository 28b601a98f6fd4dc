package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SelfSeries;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The series of one upstream, over its newest look. Shown to by the watch, sampled by the sampler. */
final class UpstreamSeries {
    private static final double MS_PER_SECOND = 1e3;

    private volatile UpstreamLook look;

    UpstreamSeries(UpstreamLook look) {
        this.look = look;
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
                series("samples_sent_total", at -> at.totals().samplesSent()),
                series("samples_retried_total", at -> at.totals().samplesRetried()),
                series("samples_refused_total", at -> at.totals().samplesRefused()),
                series("samples_unwritten_total", at -> at.totals().samplesUnwritten()),
                series("samples_parked_total", at -> at.totals().samplesParked()),
                series("samples_skipped_total", at -> at.totals().samplesSkipped()),
                series("bytes_sent_total", at -> at.totals().bytesSent()),
                series("requests_total", at -> at.totals().requests()),
                series("retries_total", at -> at.totals().retries()));
    }

    private SelfSeries series(String what, ToDoubleFunction<UpstreamLook> value) {
        return new SelfSeries("holdfast_upstream_" + what, () -> value.applyAsDouble(look), "upstream", look.name());
    }
}
