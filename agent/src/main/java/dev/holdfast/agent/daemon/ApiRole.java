package dev.holdfast.agent.daemon;

import dev.holdfast.agent.api.ApiHost;
import dev.holdfast.agent.api.ApiOptions;
import dev.holdfast.agent.api.ApiServer;
import dev.holdfast.agent.api.QueryLimits;
import dev.holdfast.agent.api.StoreSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API on the agent's terms. Where it cannot listen, because the port is taken or a certificate is broken, it says so once and
 * tries again: the agent goes on without it.
 */
public final class ApiRole implements Role {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRole.class);
    private static final long TICK_MS = 1_000;
    private static final long RETRY_MS = 5_000;

    /** What is to be: no API at all without options. */
    private record Wanted(@Nullable ApiOptions options, QueryLimits limits) {}

    private final StoreSource source;
    private final ApiHost host;
    private volatile Wanted wanted;
    private @Nullable Wanted inForce;
    private @Nullable ApiServer server;
    private String said = "";

    /**
     * Listens from its first step on.
     *
     * @param options where and for whom, or null for nowhere
     */
    public ApiRole(StoreSource source, ApiHost host, @Nullable ApiOptions options, QueryLimits limits) {
        this.source = source;
        this.host = host;
        this.wanted = new Wanted(options, limits);
    }

    @Override
    public String name() {
        return "api";
    }

    /** Goes over to other options within a second. Any thread. */
    public void replace(@Nullable ApiOptions options, QueryLimits limits) {
        wanted = new Wanted(options, limits);
    }

    @Override
    public long doWork() {
        Wanted next = wanted;
        ApiServer running = server;
        if (!next.equals(inForce)) {
            boolean sameAddress = inForce != null && java.util.Objects.equals(next.options(), inForce.options());
            if (running != null && sameAddress) {
                running.setLimits(next.limits());
            } else if (running != null) {
                running.close();
                server = null;
                running = null;
            }
            inForce = next;
            said = "";
        }
        if (running != null) {
            running.tick();
            return TICK_MS;
        }
        ApiOptions options = next.options();
        return options == null || listen(options, next.limits()) ? TICK_MS : RETRY_MS;
    }

    private boolean listen(ApiOptions options, QueryLimits limits) {
        try {
            ApiServer opened = ApiServer.listen(options, source, host, limits);
            server = opened;
            LOG.info("answers questions at {}", opened.url());
            said = "";
            return true;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(said)) {
                LOG.error("api: {}; all else goes on, and it is tried again", reason);
            }
            said = reason;
            return false;
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
