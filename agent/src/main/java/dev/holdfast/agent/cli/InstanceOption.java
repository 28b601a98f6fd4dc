package dev.holdfast.agent.cli;

import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which host is looked at, of a store that several write to. */
final class InstanceOption {
    private static final int SHOWN_MAX = 10;

    @Option(
            names = "--instance",
            paramLabel = "HOST",
            description = "The host to look at, when the store has several. Default: the agent's own.")
    private @Nullable String instance;

    /** Empty for the agent's own. */
    String name() {
        return instance == null ? "" : instance;
    }

    boolean isGiven() {
        return instance != null;
    }

    /**
     * Looks whether it is stored.
     *
     * @throws Failure that names the hosts there are
     */
    void requireStored(Snapshot snapshot) {
        if (instance == null) {
            return;
        }
        SortedSet<String> hosts = snapshot.labelValues("instance", List.of(), TimeRange.ALL);
        if (!hosts.isEmpty() && !hosts.contains(instance)) {
            String there = String.join(", ", hosts.stream().limit(SHOWN_MAX).toList());
            throw new Failure(
                    ExitStatus.NO_INPUT,
                    "no such host, --instance: \"" + instance + "\"; there " + (hosts.size() == 1 ? "is " : "are ")
                            + there + (hosts.size() > SHOWN_MAX ? ", ..." : ""));
        }
    }
}
