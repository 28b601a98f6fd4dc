package dev.holdfast.agent.screen;

/**
 * A key: one that has a name, or a character.
 *
 * @param name which
 * @param character the character of {@link Name#TEXT}, else 0
 */
record Key(Name name, char character) {
    /** Keys with a name. */
    enum Name {
        TEXT,
        LEFT,
        RIGHT,
        UP,
        DOWN,
        SHIFT_LEFT,
        SHIFT_RIGHT,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        TAB,
        BACK_TAB,
        ENTER,
        BACKSPACE,
        ESCAPE,
        REDRAW,
        CLEAR_LINE,
        INTERRUPT
    }

    static Key of(Name name) {
        return new Key(name, '\0');
    }

    static Key text(char c) {
        return new Key(Name.TEXT, c);
    }

    boolean is(char c) {
        return name == Name.TEXT && character == c;
    }
}
