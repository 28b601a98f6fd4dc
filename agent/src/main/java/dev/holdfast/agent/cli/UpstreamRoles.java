package dev.holdfast.agent.cli;

import dev.holdfast.agent.daemon.Role;
import dev.holdfast.agent.daemon.RoleSet;
import dev.holdfast.agent.daemon.RoleSource;
import dev.holdfast.forwarder.Forwarder;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.Store;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The upstreams of a running agent: gives it a role for each, and goes over to others while it runs. Keeps the forwarders
 * at hand for the live line. An upstream that stays as it is keeps its thread, its connection and what it has under way.
 *
 * <p>{@link #prepare} and {@link #apply} have one caller at a time; {@link #forwarders} may be asked by any thread.
 */
final class UpstreamRoles implements RoleSource {
    /** A request is broken off at once; only a name server that is silent takes longer. */
    private static final long STOP_TIMEOUT_MS = 10_000;

    private final List<UpstreamOptions> options;
    private final SeriesFacts facts;
    private final Map<String, UpstreamRole> running = new LinkedHashMap<>();
    /** Asked to end and have not: their successors wait, since two must not write to one ledger. */
    private final Map<String, UpstreamRole> ending = new LinkedHashMap<>();

    private volatile List<Forwarder> forwarders = List.of();

    UpstreamRoles(List<UpstreamOptions> options, SeriesFacts facts) {
        this.options = List.copyOf(options);
        this.facts = facts;
    }

    @Override
    public List<Role> roles(Store store) throws IOException {
        for (UpstreamOptions upstream : options) {
            running.put(upstream.name(), role(upstream, store));
        }
        publish();
        return List.copyOf(running.values());
    }

    private UpstreamRole role(UpstreamOptions options, Store store) throws IOException {
        return new UpstreamRole(new Forwarder(options, store, store.ledger(options.name()), facts));
    }

    private void publish() {
        forwarders = running.values().stream().map(UpstreamRole::forwarder).collect(Collectors.toUnmodifiableList());
    }

    /** Those of the running agent; empty before it is open. */
    @Override
    public List<Forwarder> forwarders() {
        return forwarders;
    }

    /** What is to run, of which nothing has begun. */
    static final class Change {
        private final Map<String, UpstreamRole> fresh = new LinkedHashMap<>();
        private final Set<String> names = new TreeSet<>();
    }

    /**
     * Makes what it takes to go over to other upstreams; nothing is stopped or begun yet.
     *
     * @param next all that are to run
     * @param changed names of those whose options are others
     */
    Change prepare(List<UpstreamOptions> next, Set<String> changed, Store store) throws IOException {
        Change change = new Change();
        for (UpstreamOptions upstream : next) {
            change.names.add(upstream.name());
            if (changed.contains(upstream.name()) || !running.containsKey(upstream.name())) {
                change.fresh.put(upstream.name(), role(upstream, store));
            }
        }
        return change;
    }

    /**
     * Stops those that are no more or are changed, then begins the changed and the new ones. What was under way goes back to
     * what is pending; a ledger stays whether or not its upstream does.
     *
     * @return names of those that could not be begun, since their predecessor does not end: empty as a rule
     */
    Set<String> apply(Change change, RoleSet roles) throws InterruptedException {
        for (String name : List.copyOf(running.keySet())) {
            if (!change.names.contains(name) || change.fresh.containsKey(name)) {
                ending.put(name, Objects.requireNonNull(running.remove(name)));
            }
        }
        ending.values().forEach(UpstreamRole::stop); // all at once, so that they end beside each other
        for (Map.Entry<String, UpstreamRole> each : List.copyOf(ending.entrySet())) {
            if (roles.remove(each.getValue(), STOP_TIMEOUT_MS)) {
                ending.remove(each.getKey());
            }
        }
        Set<String> waiting = new TreeSet<>();
        change.fresh.forEach((name, role) -> {
            if (ending.containsKey(name)) {
                waiting.add(name);
                role.close();
            } else if (roles.add(role)) {
                running.put(name, role);
            } else {
                role.close(); // the agent ends
            }
        });
        publish();
        return waiting;
    }

    /** A forwarder on the agent's terms. By identity: a set of roles looks for the one that it has. */
    private static final class UpstreamRole implements Role {
        private final Forwarder forwarder;

        UpstreamRole(Forwarder forwarder) {
            this.forwarder = forwarder;
        }

        Forwarder forwarder() {
            return forwarder;
        }

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
