package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.daemon.Agent;
import dev.holdfast.agent.daemon.Readiness;
import dev.holdfast.agent.daemon.UpstreamLook;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.forwarder.Outlook;
import dev.holdfast.storage.StoreView;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What the API says of a running agent. Any thread. */
final class AgentHost extends ConfiguredHost {
    private final Agent agent;
    private final Map<String, String> ownLabels;

    AgentHost(Agent agent, LoadedConfig config, LongSupplier clock) {
        super(config, clock);
        this.agent = agent;
        SamplingOptions sampling = AgentSettings.sampling(config.config());
        this.ownLabels = Map.of("job", sampling.job(), "instance", sampling.instance());
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
        long nowMs = nowMs();
        Readiness readiness = agent.watch().readiness();
        Map<String, Outlook> outlooks = new LinkedHashMap<>();
        for (UpstreamLook look : agent.watch().last().upstreams()) {
            outlooks.put(look.name(), look.outlook());
        }
        new StatusReport(
                        config().config().storage().path(),
                        new LockHolder(ProcessHandle.current().pid(), true),
                        readiness,
                        store.stats(),
                        StatusReport.upstreams(store, nowMs),
                        new LiveStatus(readiness, outlooks),
                        null,
                        store.writeTotals(),
                        nowMs)
                .writeJson(json);
    }
}
