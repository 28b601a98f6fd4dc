package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.api.ApiHost;
import dev.holdfast.agent.config.ConfigReport;
import dev.holdfast.agent.config.DurationText;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.daemon.Readiness;
import dev.holdfast.forwarder.UpstreamStatus;
import dev.holdfast.storage.StoreView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the API says when it answers out of a directory: ready at once, and of the directory what {@code status} says. */
final class DirectoryHost implements ApiHost {
    private final Path directory;
    private final LoadedConfig config;
    private final LongSupplier clock;
    private final long startedMs;

    DirectoryHost(Path directory, LoadedConfig config, LongSupplier clock) {
        this.directory = directory;
        this.config = config;
        this.clock = clock;
        this.startedMs = clock.getAsLong();
    }

    @Override
    public String version() {
        return VersionNumber.get();
    }

    @Override
    public long nowMs() {
        return clock.getAsLong();
    }

    @Override
    public long startedMs() {
        return startedMs;
    }

    @Override
    public List<String> notReady() {
        return List.of();
    }

    @Override
    public boolean isSampling() {
        @Nullable LockHolder holder = LockHolder.of(directory);
        return holder != null && holder.isAgent();
    }

    @Override
    public Map<String, String> ownLabels() {
        return Map.of();
    }

    @Override
    public void writeStatus(JsonGenerator json, StoreView store) throws IOException {
        long nowMs = clock.getAsLong();
        List<UpstreamStatus> upstreams = new ArrayList<>();
        for (String name : store.ledgerNames()) {
            upstreams.add(UpstreamStatus.of(store, name, nowMs));
        }
        @Nullable LockHolder holder = LockHolder.of(directory);
        @Nullable LiveStatus live = AgentQuestion.ask(directory);
        Readiness readiness = live != null ? live.readiness() : DirectoryReadiness.of(store, holder, nowMs);
        new StatusReport(directory, holder, readiness, store.stats(), upstreams, live, null, store.writeTotals(), nowMs)
                .writeJson(json);
    }

    @Override
    public String configYaml() {
        return ConfigReport.of(config.settings());
    }

    @Override
    public Map<String, String> flags() {
        return ConfigReport.byPath(config.settings());
    }

    @Override
    public String retention() {
        return DurationText.format(config.config().storage().retentionMs());
    }
}
