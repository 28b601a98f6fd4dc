package dev.holdfast.agent.cli;

import dev.holdfast.agent.daemon.Readiness;
import dev.holdfast.agent.daemon.SelfLook;
import dev.holdfast.agent.daemon.UpstreamLook;
import dev.holdfast.forwarder.Outlook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What only a running agent knows of itself, and how it says so to a command: lines of a key, {@code =} and a value, those of an
 * upstream behind a line with its name. Lines that are not known are passed over, so that a newer agent may say more. Immutable.
 *
 * @param readiness whether it is ready
 * @param upstreams how fast each goes, by name
 */
record LiveStatus(Readiness readiness, Map<String, Outlook> upstreams) {
    private static final String NEVER = "never";

    /** Copies the map. */
    LiveStatus {
        upstreams = Map.copyOf(upstreams);
    }

    /** The lines that say it. */
    static List<String> lines(Readiness readiness, SelfLook look) {
        List<String> lines = new ArrayList<>();
        lines.add("ready=" + (readiness.isReady() ? "yes" : "no"));
        readiness.reasons().forEach(reason -> lines.add("reason=" + reason));
        for (UpstreamLook upstream : look.upstreams()) {
            Outlook outlook = upstream.outlook();
            lines.add("upstream=" + upstream.name());
            lines.add(String.format(Locale.ROOT, "sent_per_second=%.1f", outlook.sentPerSecond()));
            lines.add(String.format(Locale.ROOT, "new_per_second=%.1f", outlook.newPerSecond()));
            lines.add("eta_ms=" + (outlook.etaMs() == Outlook.NEVER ? NEVER : Long.toString(outlook.etaMs())));
            lines.add("held_by=" + outlook.heldBy());
        }
        return lines;
    }

    /**
     * What the lines say.
     *
     * @throws IllegalArgumentException when they are not such lines
     */
    static LiveStatus parse(List<String> lines) {
        List<String> reasons = new ArrayList<>();
        Map<String, Map<String, String>> upstreams = new LinkedHashMap<>();
        Map<String, String> current = new LinkedHashMap<>();
        Map<String, String> agent = current;
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("no \"=\" in \"" + line + "\"");
            }
            String key = line.substring(0, equals);
            String value = line.substring(equals + 1);
            if (key.equals("upstream")) {
                current = new LinkedHashMap<>();
                upstreams.put(value, current);
            } else if (key.equals("reason")) {
                reasons.add(value);
            } else {
                current.put(key, value);
            }
        }
        if (!agent.containsKey("ready") || agent.getOrDefault("ready", "").equals("yes") != reasons.isEmpty()) {
            throw new IllegalArgumentException("neither ready nor a reason");
        }
        Map<String, Outlook> outlooks = new LinkedHashMap<>();
        upstreams.forEach((name, values) -> outlooks.put(name, outlook(values)));
        return new LiveStatus(new Readiness(reasons), outlooks);
    }

    private static Outlook outlook(Map<String, String> values) {
        String eta = values.getOrDefault("eta_ms", NEVER);
        return new Outlook(
                Double.parseDouble(values.getOrDefault("sent_per_second", "0")),
                Double.parseDouble(values.getOrDefault("new_per_second", "0")),
                eta.equals(NEVER) ? Outlook.NEVER : Long.parseLong(eta),
                values.getOrDefault("held_by", ""));
    }
}
