package dev.holdfast.agent.daemon;

import dev.holdfast.forwarder.Forwarder;
import dev.holdfast.storage.Store;
import java.io.IOException;
import java.util.List;

/** Makes further roles once the store is open: one for each upstream, the API. */
@FunctionalInterface
public interface RoleSource {
    /** No further roles. */
    RoleSource NONE = store -> List.of();

    /**
     * The roles, which the agent starts and stops.
     *
     * @param store stays open until the last role has ended
     */
    List<Role> roles(Store store) throws IOException;

    /** The upstreams among them that run now; any thread, at any time. */
    default List<Forwarder> forwarders() {
        return List.of();
    }
}
