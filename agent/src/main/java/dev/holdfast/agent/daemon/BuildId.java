package dev.holdfast.agent.daemon;

/** Which build this is, as the launcher of a package says it by a system property; a checkout says nothing. */
public final class BuildId {
    /** The property: one word. */
    public static final String PROPERTY = "holdfast.build";

    private static final int MAX_LENGTH = 64;

    private BuildId() {}

    /** {@code " (build 1a2b)"}, to stand behind the version; empty where it is not known. */
    public static String suffix() {
        String id = System.getProperty(PROPERTY, "").strip();
        boolean isWord = !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.chars().allMatch(c -> c > ' ' && c < 127 && c != '(' && c != ')');
        return isWord ? " (build " + id + ")" : "";
    }
}
