package dev.holdfast.agent.screen;

/** What is on the screen: all panels, or one of them alone. In the order of the number keys. */
enum Pane {
    ALL("all"),
    CPU("cpu"),
    MEMORY("memory"),
    DISK("disk"),
    FILE_SYSTEM("files"),
    NETWORK("net"),
    DELIVERY("delivery");

    /** In a few letters, for the line of keys. */
    final String title;

    Pane(String title) {
        this.title = title;
    }

    Pane next(int by) {
        return values()[Math.floorMod(ordinal() + by, values().length)];
    }
}
