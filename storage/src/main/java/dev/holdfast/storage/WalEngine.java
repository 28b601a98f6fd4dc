package dev.holdfast.storage;

/** What writes the log. Each engine reads and lets go of what the other wrote. */
public enum WalEngine {
    /** Plain files, one write call a record. */
    FILE,
    /** A Chronicle queue: records go into a mapped file. Takes more memory and a Java started with some packages open. */
    CHRONICLE
}
