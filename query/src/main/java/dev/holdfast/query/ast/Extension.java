package dev.holdfast.query.ast;

import java.util.Locale;

/** How a selector treats the edges of what it looks at. */
public enum Extension {
    /** Only the samples inside count. */
    NONE,
    /** The last sample before a range counts as its start, and the last one in it as its end. */
    ANCHORED,
    /** Values at the edges, or at the moment, are interpolated between the samples on both sides. */
    SMOOTHED;

    /** As it is written. */
    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }
}
