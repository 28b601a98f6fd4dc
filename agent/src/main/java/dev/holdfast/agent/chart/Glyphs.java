package dev.holdfast.agent.chart;

/**
 * The characters that pictures are made of: those of Unicode, or ASCII alone for a terminal that has no others.
 *
 * @param upright edge of the field
 * @param uprightTick the edge where a value stands beside it
 * @param corner where the two axes meet
 * @param level the lower edge
 * @param levelTick the lower edge where a time stands below it
 * @param key what the legend shows of a line's colour
 * @param ellipsis where a text was cut
 * @param bars levels of a sparkline, from low to high
 */
public record Glyphs(
        char upright,
        char uprightTick,
        char corner,
        char level,
        char levelTick,
        String key,
        String ellipsis,
        String bars) {
    /** Box drawing, blocks and Braille. */
    public static final Glyphs UNICODE = new Glyphs(
            '\u2502',
            '\u2524',
            '\u2514',
            '\u2500',
            '\u252c',
            "\u2501\u2501",
            "\u2026",
            "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588");

    /** Lines are drawn by letters, one a series. */
    public static final Glyphs ASCII = new Glyphs('|', '+', '+', '-', '+', "", "~", "_.-=+*%#");

    /** Those for a terminal that shows more than ASCII, or not. */
    public static Glyphs of(boolean unicode) {
        return unicode ? UNICODE : ASCII;
    }

    /** The mark of a series where colours cannot tell the lines apart: {@code a}, {@code b}, ... */
    public static char mark(int series) {
        return (char) ('a' + series % 26);
    }

    /** Whether they are ASCII. */
    public boolean isAscii() {
        return key.isEmpty();
    }

    /** A text in these characters: of other letters than ASCII's those that units need are spelled. */
    public String spelled(String text) {
        return isAscii() ? text.replace("\u00b5s", "us").replace(" \u00b0C", " C") : text;
    }

    /** A text of at most so many characters; cut ones end in the ellipsis. */
    public String shortened(String text, int length) {
        int characters = text.codePointCount(0, text.length());
        if (characters <= length) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, length - 1))) + ellipsis;
    }
}
