package dev.holdfast.agent.config;

import java.util.List;
import java.util.Map;

/**
 * Everything that can be configured, checked and complete. Immutable.
 *
 * @param intervalMs time between two samples of a series, milliseconds
 * @param storage where and how much to keep
 * @param collectors by collector name, only those that the file mentions
 * @param externalLabels added to every series when it is forwarded, unless the series has the label
 * @param readiness when the agent says that it is not ready
 * @param api where it answers questions
 * @param query what a question may cost
 * @param upstreams those of {@code remote_write}, then those of {@code otlp}, in the file's order; names are unique
 */
public record AgentConfig(
        long intervalMs,
        StorageConfig storage,
        Map<String, CollectorConfig> collectors,
        Map<String, String> externalLabels,
        ReadinessConfig readiness,
        ApiConfig api,
        QueryConfig query,
        List<UpstreamConfig> upstreams) {

    /** Copies the collections. */
    public AgentConfig {
        collectors = Map.copyOf(collectors);
        externalLabels = Map.copyOf(externalLabels);
        upstreams = List.copyOf(upstreams);
    }
}
