package dev.holdfast.agent.screen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is on the screen: all panels, or one of them alone. In the order of the number keys. */
enum Pane {
    ALL('0', "all"),
    CPU('1', "cpu"),
    MEMORY('2', "memory"),
    DISK('3', "disk"),
    FILE_SYSTEM('4', "files"),
    NETWORK('5', "net"),
    DELIVERY('6', "delivery");

    private static final List<Pane> ORDER = List.of(values());

    /** The key that shows it. */
    final char key;

    /** In a few letters, for the line of keys. */
    final String title;

    Pane(char key, String title) {
        this.key = key;
        this.title = title;
    }

    /** That of a key, or null. */
    static @Nullable Pane of(char key) {
        for (Pane pane : ORDER) {
            if (pane.key == key) {
                return pane;
            }
        }
        return null;
    }

    /** The one so many places further on, in a circle. */
    Pane next(int by) {
        return ORDER.get(Math.floorMod(ORDER.indexOf(this) + by, ORDER.size()));
    }
}
