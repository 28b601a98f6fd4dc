package dev.holdfast.agent.screen;

/**
 * How a cell looks. Colours are those of the palette's middle, which can be read on a dark background and on a light one; what
 * matters is never said by colour alone.
 */
enum Style {
    PLAIN("0", "0", "0"),
    STRONG("0;1", "0;1", "0;1"),
    FAINT("0;38;5;244", "0;2", "0;2"),
    TITLE("0;7", "0;7", "0;7"),
    ALARM("0;1;7;38;5;160", "0;1;7;31", "0;1;7"),
    HEADING("0;1;38;5;32", "0;1;34", "0;1"),
    GOOD("0;38;5;35", "0;32", "0"),
    WARN("0;38;5;166", "0;33", "0;1"),
    BAD("0;1;38;5;160", "0;1;31", "0;1"),
    FIRST("0;38;5;32", "0;36", "0"),
    SECOND("0;38;5;136", "0;35", "0");

    private final String of256;
    private final String of8;
    private final String of0;

    Style(String of256, String of8, String of0) {
        this.of256 = of256;
        this.of8 = of8;
        this.of0 = of0;
    }

    /** The parameters of the sequence that switches to this look from any other. */
    String sequence(Colours colours) {
        return switch (colours) {
            case NONE -> of0;
            case EIGHT -> of8;
            case MANY -> of256;
        };
    }

    /** For a share of something of which there is not more: green, then orange from 70 %, red from 90 %. */
    static Style ofShare(double share) {
        return share >= 0.9 ? BAD : share >= 0.7 ? WARN : GOOD;
    }
}
