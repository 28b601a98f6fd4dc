package dev.holdfast.agent.chart;

/**
 * Colours of lines. From the 256 of a terminal, of middle brightness, so that each stands out on a light background as on a
 * dark one; neighbours differ in hue and, for eyes that see less of it, in lightness.
 */
public final class Palette {
    /** More lines than this cannot be told apart. */
    public static final int SIZE = 10;

    private static final int[] CODES = {32, 166, 35, 162, 136, 99, 37, 124, 64, 244};

    private final boolean colours;

    public Palette(boolean colours) {
        this.colours = colours;
    }

    /** Whether there are colours at all. */
    public boolean colours() {
        return colours;
    }

    /** Switches a colour on; nothing without colours. */
    public String begin(int colour) {
        return colours && colour >= 0 ? "\u001b[38;5;" + CODES[colour % SIZE] + "m" : "";
    }

    /** Switches to the terminal's own colour. */
    public String end() {
        return colours ? "\u001b[0m" : "";
    }
}
