package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.ReadinessConfig;
import dev.holdfast.agent.daemon.Readiness;
import dev.holdfast.agent.daemon.ReadinessLimits;
import dev.holdfast.forwarder.Backlog;
import dev.holdfast.forwarder.DeliveryAccount;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import org.jspecify.annotations.Nullable;

/**
 * What a data directory says of readiness when its agent cannot be asked: whether there is one, whether samples come in, and how
 * old what is to be sent has become. The limits are in the agent's configuration and not in the directory: the default counts.
 */
final class DirectoryReadiness {
    private DirectoryReadiness() {}

    /**
     * As far as it can be told.
     *
     * @param holder who writes to the directory, or null
     */
    static Readiness of(StoreView store, @Nullable LockHolder holder, long nowMs) {
        Readiness.Builder readiness = new Readiness.Builder();
        try (Snapshot snapshot = store.snapshot()) {
            if (holder == null || !holder.isAgent()) {
                readiness.because("the agent is not running");
            } else if (snapshot.timeRange().isEmpty()) {
                readiness.because("starting: nothing is sampled yet");
            } else {
                // How often it samples is not known here: a minute is the rarest that anyone would call alive.
                readiness.sampler(nowMs - snapshot.timeRange().toExclusiveMs() + 1, 60_000, false);
            }
            for (String name : store.ledgerNames()) {
                long limitMs = ReadinessLimits.effectiveMs(
                        ReadinessConfig.DEFAULT_MAX_UNDELIVERED_AGE_MS,
                        DeliveryAccount.of(store.ledgerNote(name)).maxAgeMs());
                readiness.upstream(name, Backlog.of(snapshot, store.ledgerIntervals(name), nowMs), nowMs, limitMs);
            }
        }
        return readiness.build();
    }
}
