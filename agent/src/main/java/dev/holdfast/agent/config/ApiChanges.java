package dev.holdfast.agent.config;

import java.util.List;

/** What is another of {@code api} and {@code query} in a second configuration. Pure. */
final class ApiChanges {
    private ApiChanges() {}

    /** Adds a line for each change. */
    static void add(AgentConfig from, AgentConfig to, List<String> lines) {
        String before = ListenConfig.text(from.api().listen());
        String after = ListenConfig.text(to.api().listen());
        if (!before.equals(after)) {
            lines.add("api.listen " + before + " -> " + after);
        }
        if (!withoutAddress(from.api()).equals(withoutAddress(to.api()))) {
            lines.add("api changed");
        }
        if (!from.query().equals(to.query())) {
            lines.add("query changed");
        }
    }

    private static ApiConfig withoutAddress(ApiConfig api) {
        return new ApiConfig(null, api.allowedHosts(), api.tls(), api.authentication(), api.insecure());
    }
}
