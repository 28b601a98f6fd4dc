package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.AgentConfig;
import dev.holdfast.agent.config.Authentication;
import dev.holdfast.agent.config.BackfillConfig;
import dev.holdfast.agent.config.LimitConfig;
import dev.holdfast.agent.config.Secret;
import dev.holdfast.agent.config.StorageConfig;
import dev.holdfast.agent.config.TlsConfig;
import dev.holdfast.agent.config.UpstreamConfig;
import dev.holdfast.agent.daemon.AgentOptions;
import dev.holdfast.agent.daemon.ReadinessLimits;
import dev.holdfast.agent.daemon.RoleSource;
import dev.holdfast.agent.sampling.CollectorOptions;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.forwarder.upstream.Backfill;
import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Limits;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.TlsOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.forwarder.upstream.Wire;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.WalEngine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the configuration's words into the options of the other rooms: the one place that knows both. */
final class AgentSettings {
    private AgentSettings() {}

    /** Everything that the agent is started with. */
    static AgentOptions agent(AgentConfig config, RoleSource roles) {
        return new AgentOptions(
                config.storage().path(), store(config.storage()), sampling(config), roles, readiness(config));
    }

    /** How late what each upstream is sent may be. */
    static ReadinessLimits readiness(AgentConfig config) {
        Map<String, Long> limits = new HashMap<>();
        for (UpstreamConfig upstream : config.upstreams()) {
            limits.put(
                    upstream.name(), ReadinessLimits.effectiveMs(upstream.maxUndeliveredAgeMs(), upstream.maxAgeMs()));
        }
        return new ReadinessLimits(limits);
    }

    /** What is sampled. */
    static SamplingOptions sampling(AgentConfig config) {
        Map<String, CollectorOptions> collectors = new HashMap<>();
        config.collectors()
                .forEach((name, collector) ->
                        collectors.put(name, new CollectorOptions(collector.enabled(), collector.intervalMs())));
        return SamplingOptions.defaults()
                .withIntervalMs(config.intervalMs())
                .withVersion(VersionNumber.get())
                .withCollectors(collectors);
    }

    /** How the store behaves. */
    private static StoreOptions store(StorageConfig storage) {
        return StoreOptions.defaults()
                .withRetentionMs(storage.retentionMs())
                .withMaxBytes(storage.maxBytes())
                .withSyncIntervalMs(storage.syncMs())
                .withMaxSeries(storage.maxSeries())
                .withWal(WalEngine.valueOf(storage.wal().toUpperCase(Locale.ROOT)));
    }

    /**
     * The upstreams, in order.
     *
     * @throws Failure when one of them cannot be as it is configured
     */
    static List<UpstreamOptions> upstreams(AgentConfig config) {
        Labels externalLabels = Labels.of(config.externalLabels());
        return config.upstreams().stream()
                .map(upstream -> upstream(upstream, externalLabels))
                .toList();
    }

    private static UpstreamOptions upstream(UpstreamConfig config, Labels externalLabels) {
        try {
            UpstreamOptionsBuilder builder = UpstreamOptions.builder(config.name(), config.url())
                    .wire(wire(config.protocol()))
                    .order(order(config.order()))
                    .maxAgeMs(config.maxAgeMs())
                    .externalLabels(externalLabels)
                    .credentials(credentials(config.authentication()))
                    .tls(tls(config.tls()))
                    .remoteTimeoutMs(config.timeoutMs())
                    .minBackoffMs(config.queue().minBackoffMs())
                    .maxBackoffMs(config.queue().maxBackoffMs())
                    .maxSamplesPerSend(config.queue().maxSamplesPerSend())
                    .batchDeadlineMs(config.queue().batchSendDeadlineMs())
                    .userAgent("holdfast/" + VersionNumber.get())
                    .limits(limits(config.limit()))
                    .backfill(backfill(config.backfill()));
            config.headers().forEach((name, header) -> builder.header(name, secret(header.value(), header.file())));
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitStatus.CONFIG, "upstream \"" + config.name() + "\": " + e.getMessage(), e);
        }
    }

    private static Backfill backfill(BackfillConfig config) {
        return switch (config.kind()) {
            case ALL -> Backfill.ALL;
            case NONE -> Backfill.NONE;
            case AGO -> Backfill.sinceAgo(config.ms());
            case FROM -> Backfill.since(config.ms());
        };
    }

    private static Order order(UpstreamConfig.Order order) {
        return switch (order) {
            case STRICT -> Order.STRICT;
            case WINDOW -> Order.WINDOW;
            case FREE -> Order.FREE;
        };
    }

    private static Wire wire(UpstreamConfig.Protocol protocol) {
        return switch (protocol) {
            case REMOTE_WRITE_1 -> new Wire.RemoteWrite(Wire.Version.V1);
            case REMOTE_WRITE_2 -> new Wire.RemoteWrite(Wire.Version.V2);
            case REMOTE_WRITE_AUTO -> new Wire.RemoteWrite(Wire.Version.AUTO);
            case OTLP_NODE -> new Wire.Otlp(Wire.Naming.STORED);
            case OTLP_SEMCONV -> new Wire.Otlp(Wire.Naming.SEMCONV);
        };
    }

    private static Limits limits(LimitConfig config) {
        return new Limits(
                config.bytesPerSecond(),
                config.samplesPerSecond(),
                config.bytesPerDay(),
                config.metered().stream()
                        .map(window -> new Limits.Window(window.fromMinute(), window.toMinute()))
                        .toList());
    }

    private static TlsOptions tls(TlsConfig config) {
        return new TlsOptions(
                config.caFile(),
                config.certFile(),
                config.keyFile(),
                config.serverName(),
                config.minVersion() == TlsConfig.Version.TLS13 ? TlsOptions.Version.TLS13 : TlsOptions.Version.TLS12,
                config.insecureSkipVerify());
    }

    /** What is shown, or must be shown to us; null for nothing. */
    static @Nullable Credentials credentials(Authentication authentication) {
        if (authentication instanceof Authentication.Basic basic) {
            return new Credentials.Basic(basic.username(), secret(basic.password(), basic.passwordFile()));
        }
        if (authentication instanceof Authentication.Header header) {
            return new Credentials.Authorization(header.type(), secret(header.credentials(), header.credentialsFile()));
        }
        return null;
    }

    private static dev.holdfast.forwarder.upstream.Secret secret(@Nullable Secret value, @Nullable Path file) {
        if (file != null) {
            return dev.holdfast.forwarder.upstream.Secret.inFile(file);
        }
        return dev.holdfast.forwarder.upstream.Secret.of(value == null ? "" : value.value());
    }
}
