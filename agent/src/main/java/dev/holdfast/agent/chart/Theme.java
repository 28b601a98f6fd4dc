package dev.holdfast.agent.chart;

/** Colours of a picture in a file, {@code 0xRRGGBB}. Lines have those of the terminal, a little lighter on a dark ground. */
@SuppressWarnings("ImmutableEnumChecker") // what it has is never changed, and never given away
public enum Theme {
    /** For paper and most web pages. */
    LIGHT(0xffffff, 0x1f2933, 0x64707d, 0xe4e8ec, 0xaab4be, new int[] {
        0x0079c2, 0xd75f00, 0x00935a, 0xd1007f, 0x9c7600, 0x7a52f0, 0x009a9a, 0xb00000, 0x567a00, 0x6f7780
    }),
    /** For dark pages. */
    DARK(0x14181d, 0xe6eaee, 0x97a3af, 0x2a313a, 0x55606b, new int[] {
        0x35a7ee, 0xff8a3d, 0x35c98a, 0xf45bb5, 0xd9ae2f, 0xa68bff, 0x36cfcf, 0xf06464, 0x9cc43c, 0xa9b2bb
    });

    private final int background;
    private final int text;
    private final int quiet;
    private final int grid;
    private final int axis;
    private final int[] lines;

    Theme(int background, int text, int quiet, int grid, int axis, int[] lines) {
        this.background = background;
        this.text = text;
        this.quiet = quiet;
        this.grid = grid;
        this.axis = axis;
        this.lines = lines;
    }

    int background() {
        return background;
    }

    int text() {
        return text;
    }

    /** Of what need not be read first. */
    int quiet() {
        return quiet;
    }

    int grid() {
        return grid;
    }

    int axis() {
        return axis;
    }

    /** Of the line of a series. */
    int line(int series) {
        return lines[series % lines.length];
    }
}
