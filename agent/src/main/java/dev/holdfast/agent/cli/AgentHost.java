package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.api.ApiHost;
import dev.holdfast.agent.config.ConfigReport;
import dev.holdfast.agent.config.DurationText;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.daemon.Agent;
import dev.holdfast.agent.daemon.Readiness;
import dev.holdfast.agent.daemon.UpstreamLook;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.forwarder.Outlook;
import dev.holdfast.forwarder.UpstreamStatus;
import dev.holdfast.storage.StoreView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What the API says of a running agent. Any thread. */
final class AgentHost implements ApiHost {
    private final Agent agent;
    private final LongSupplier clock;
    private final long startedMs;
    private final Map<String, String> ownLabels;
    private volatile LoadedConfig config;

    AgentHost(Agent agent, LoadedConfig config, LongSupplier clock) {
        this.agent = agent;
        this.config = config;
        this.clock = clock;
        this.startedMs = clock.getAsLong();
        SamplingOptions sampling = AgentSettings.sampling(config.config());
        this.ownLabels = Map.of("job", sampling.job(), "instance", sampling.instance());
    }

    /** Another configuration is in force. */
    void setConfig(LoadedConfig value) {
        config = value;
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
        return agent.watch().readiness().reasons();
    }

    @Override
    public boolean isSampling() {
        return true;
    }

    @Override
    public Map<String, String> ownLabels() {
        return ownLabels;
    }

    @Override
    public void writeStatus(JsonGenerator json, StoreView store) throws IOException {
        long nowMs = clock.getAsLong();
        Readiness readiness = agent.watch().readiness();
        List<UpstreamStatus> upstreams = new ArrayList<>();
        for (String name : store.ledgerNames()) {
            upstreams.add(UpstreamStatus.of(store, name, nowMs));
        }
        Map<String, Outlook> outlooks = new LinkedHashMap<>();
        for (UpstreamLook look : agent.watch().last().upstreams()) {
            outlooks.put(look.name(), look.outlook());
        }
        new StatusReport(
                        config.config().storage().path(),
                        new LockHolder(ProcessHandle.current().pid(), true),
                        readiness,
                        store.stats(),
                        upstreams,
                        new LiveStatus(readiness, outlooks),
                        null,
                        store.writeTotals(),
                        nowMs)
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
