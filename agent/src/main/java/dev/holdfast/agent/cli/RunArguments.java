package dev.holdfast.agent.cli;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code run}, as they were given.
 *
 * @param config the configuration file, or null
 * @param data the data directory, or null
 * @param interval the sampling interval, or null
 * @param debug whether more is logged, and errors show their stack
 */
record RunArguments(
        @Nullable String config,
        @Nullable String data,
        @Nullable String interval,
        boolean debug) {
    private static final Set<String> WITH_VALUE = Set.of("--config", "--data", "--interval");

    /** The options when they are nothing but those that {@code run} has; null when there is anything else to say. */
    static @Nullable RunArguments plain(List<String> args) {
        String config = null;
        String data = null;
        String interval = null;
        boolean debug = false;
        for (int i = 0; i < args.size(); i++) {
            String name = args.get(i);
            if (name.equals("--debug")) {
                debug = true;
                continue;
            }
            int equals = name.indexOf('=');
            String value;
            if (equals > 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            } else if (i + 1 < args.size()) {
                value = args.get(++i);
            } else {
                return null;
            }
            if (!WITH_VALUE.contains(name) || value.isEmpty() || value.startsWith("-")) {
                return null;
            }
            switch (name) {
                case "--config" -> config = value;
                case "--data" -> data = value;
                default -> interval = value;
            }
        }
        return new RunArguments(config, data, interval, debug);
    }
}
