package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.storage.StoreOptions;
import java.nio.file.Path;

/**
 * What an agent is started with.
 *
 * @param dataDirectory the store's directory; made when it is absent
 * @param store how the store behaves
 * @param sampling what is sampled
 * @param roles makes further roles, or {@link RoleSource#NONE}
 * @param readiness how late what is sent may be
 */
public record AgentOptions(
        Path dataDirectory, StoreOptions store, SamplingOptions sampling, RoleSource roles, ReadinessLimits readiness) {
    /** However late what is sent. */
    public AgentOptions(Path dataDirectory, StoreOptions store, SamplingOptions sampling, RoleSource roles) {
        this(dataDirectory, store, sampling, roles, ReadinessLimits.NONE);
    }

    /** Everything by default, in a directory. */
    public static AgentOptions defaults(Path dataDirectory) {
        return new AgentOptions(dataDirectory, StoreOptions.defaults(), SamplingOptions.defaults(), RoleSource.NONE);
    }
}
