package dev.holdfast.agent.api;

import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.QueryEngine;
import org.jspecify.annotations.Nullable;

/**
 * What every endpoint works with. Any thread.
 *
 * <p>{@link #engine} is the one place where a query gets its limits.
 */
final class ApiContext {
    private final StoreSource source;
    private final ApiHost host;
    private volatile QueryLimits limits;
    private volatile boolean closing;
    private @Nullable MetricCatalogue catalogue; // guarded by this

    ApiContext(StoreSource source, ApiHost host, QueryLimits limits) {
        this.source = source;
        this.host = host;
        this.limits = limits;
    }

    StoreSource source() {
        return source;
    }

    ApiHost host() {
        return host;
    }

    QueryLimits limits() {
        return limits;
    }

    void setLimits(QueryLimits value) {
        limits = value;
    }

    /** Lets every question that is being answered end soon. */
    void beginClosing() {
        closing = true;
    }

    /** Whether the server is going down. */
    boolean isClosing() {
        return closing;
    }

    /** What is known of metrics; read when somebody asks for the first time. */
    synchronized MetricCatalogue catalogue() {
        MetricCatalogue known = catalogue;
        if (known == null) {
            known = MetricCatalogue.load();
            catalogue = known;
        }
        return known;
    }

    /** An engine for one query. */
    QueryEngine engine(Deadline deadline, long lookbackMs) {
        return new QueryEngine(EngineOptions.defaults()
                .withMaxSamples(limits.maxSamples())
                .withLookbackMs(lookbackMs)
                .withExpired(deadline));
    }
}
