package dev.holdfast.agent.screen;

import java.util.Map;

/** How many colours a terminal has. */
public enum Colours {
    NONE,
    EIGHT,
    MANY;

    /** As the environment says: {@code NO_COLOR} (no-color.org), {@code COLORTERM}, {@code TERM}. */
    public static Colours of(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty() || term.startsWith("vt1") || term.startsWith("vt2")) {
            return NONE;
        }
        boolean many = !environment.getOrDefault("COLORTERM", "").isEmpty()
                || term.contains("256color")
                || term.contains("direct")
                || term.contains("kitty");
        return many ? MANY : EIGHT;
    }
}
