package dev.holdfast.agent.cli;

import dev.holdfast.agent.api.ApiOptions;
import dev.holdfast.agent.api.QueryLimits;
import dev.holdfast.agent.config.AgentConfig;
import dev.holdfast.agent.config.ApiConfig;
import dev.holdfast.agent.config.ListenConfig;
import dev.holdfast.agent.config.QueryConfig;
import dev.holdfast.agent.config.TlsConfig;
import org.jspecify.annotations.Nullable;

/** Turns {@code api} and {@code query} of the configuration into the options of the API. */
final class ApiSettings {
    private ApiSettings() {}

    /** Where and for whom it listens; null for nowhere. */
    static @Nullable ApiOptions options(AgentConfig config) {
        ApiConfig api = config.api();
        ListenConfig listen = api.listen();
        if (listen == null) {
            return null;
        }
        return new ApiOptions(
                listen.host(),
                listen.port(),
                api.allowedHosts(),
                tls(api.tls()),
                AgentSettings.credentials(api.authentication()));
    }

    private static ApiOptions.@Nullable Tls tls(ApiConfig.@Nullable Tls tls) {
        return tls == null
                ? null
                : new ApiOptions.Tls(
                        tls.certFile(), tls.keyFile(), tls.clientCaFile(), tls.minVersion() == TlsConfig.Version.TLS13);
    }

    /** What a question may cost: what is not said is what this process bears. */
    static QueryLimits limits(AgentConfig config) {
        QueryConfig query = config.query();
        long heapBytes = Runtime.getRuntime().maxMemory();
        int concurrency =
                query.maxConcurrency() > 0 ? query.maxConcurrency() : QueryLimits.defaultConcurrency(heapBytes);
        long samples =
                query.maxSamples() > 0 ? query.maxSamples() : QueryLimits.defaultMaxSamples(heapBytes, concurrency);
        return new QueryLimits(samples, query.timeoutMs(), concurrency, query.lookbackDeltaMs());
    }
}
