package dev.holdfast.agent.cli;

import dev.holdfast.agent.daemon.Role;
import dev.holdfast.agent.daemon.RoleSource;
import dev.holdfast.forwarder.Forwarder;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Gives the agent a role for each upstream, and keeps the forwarders at hand for the live line. */
final class UpstreamRoles implements RoleSource {
    private final List<UpstreamOptions> options;
    private final SeriesFacts facts;
    private volatile List<Forwarder> forwarders = List.of();

    UpstreamRoles(List<UpstreamOptions> options, SeriesFacts facts) {
        this.options = List.copyOf(options);
        this.facts = facts;
    }

    @Override
    public List<Role> roles(Store store) throws IOException {
        List<Forwarder> made = new ArrayList<>();
        List<Role> roles = new ArrayList<>();
        for (UpstreamOptions upstream : options) {
            Forwarder forwarder = new Forwarder(upstream, store, store.ledger(upstream.name()), facts);
            made.add(forwarder);
            roles.add(new UpstreamRole(forwarder));
        }
        forwarders = List.copyOf(made);
        return roles;
    }

    /** Those of the running agent; empty before it is open. */
    List<Forwarder> forwarders() {
        return forwarders;
    }

    /** A forwarder on the agent's terms. */
    private record UpstreamRole(Forwarder forwarder) implements Role {
        @Override
        public String name() {
            return "forward-" + forwarder.options().name();
        }

        @Override
        public long doWork() {
            return forwarder.doWork();
        }

        @Override
        public void stop() {
            forwarder.abort();
        }

        @Override
        public void close() {
            forwarder.close();
        }
    }
}
