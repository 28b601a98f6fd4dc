package dev.holdfast.agent.cli;

import dev.holdfast.agent.api.ApiHost;
import dev.holdfast.agent.config.ConfigReport;
import dev.holdfast.agent.config.DurationText;
import dev.holdfast.agent.config.LoadedConfig;
import java.util.Map;
import java.util.function.LongSupplier;

/** What the API says of any process of ours: its version, its times, and the configuration in force. Any thread. */
abstract class ConfiguredHost implements ApiHost {
    private final LongSupplier clock;
    private final long startedMs;
    private volatile LoadedConfig config;

    ConfiguredHost(LoadedConfig config, LongSupplier clock) {
        this.config = config;
        this.clock = clock;
        this.startedMs = clock.getAsLong();
    }

    /** Another configuration is in force. */
    final void setConfig(LoadedConfig value) {
        config = value;
    }

    /** What is in force. */
    final LoadedConfig config() {
        return config;
    }

    @Override
    public final String version() {
        return VersionNumber.get();
    }

    @Override
    public final long nowMs() {
        return clock.getAsLong();
    }

    @Override
    public final long startedMs() {
        return startedMs;
    }

    @Override
    public final String configYaml() {
        return ConfigReport.of(config.settings());
    }

    @Override
    public final Map<String, String> flags() {
        return ConfigReport.byPath(config.settings());
    }

    @Override
    public final String retention() {
        return DurationText.format(config.config().storage().retentionMs());
    }
}
