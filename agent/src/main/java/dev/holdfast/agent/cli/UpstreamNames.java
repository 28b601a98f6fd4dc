package dev.holdfast.agent.cli;

import dev.holdfast.storage.StoreView;

/** The upstreams that a store knows: those that have a ledger. */
final class UpstreamNames {
    private UpstreamNames() {}

    /**
     * Checks a name.
     *
     * @throws Failure that lists the names that there are
     */
    static void require(StoreView store, String name) {
        if (!store.ledgerNames().contains(name)) {
            String known = store.ledgerNames().isEmpty()
                    ? "nothing was ever sent from here; see remote_write in the configuration"
                    : "known here are " + String.join(", ", store.ledgerNames());
            throw new Failure(ExitStatus.USAGE, "no such upstream, \"" + name + "\": " + known);
        }
    }
}
