package dev.holdfast.agent.screen;

/** A bar of a share, in brackets, divided into parts of different looks. Stateless. */
final class Bar {
    private static final char FULL = '\u2588';
    private static final char REST = '\u00b7';

    private Bar() {}

    /** A bar with one part, coloured after its length. */
    static void add(Line line, double share, int cells) {
        add(line, cells, new double[] {share}, new Style[] {Style.ofShare(share)});
    }

    /**
     * A bar.
     *
     * @param cells its width, brackets and all; nothing is drawn below three
     * @param shares of the parts, which follow one another from the left; NaN is nothing
     */
    static void add(Line line, int cells, double[] shares, Style[] styles) {
        int field = cells - 2;
        if (field < 1) {
            return;
        }
        line.add("[");
        double sum = 0;
        int drawn = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += Double.isNaN(shares[i]) ? 0 : Math.max(0, shares[i]);
            int end = (int) Math.min(field, Math.round(sum * field));
            for (; drawn < end; drawn++) {
                line.add(styles[i], Character.toString(FULL));
            }
        }
        for (; drawn < field; drawn++) {
            line.add(Style.FAINT, Character.toString(REST));
        }
        line.add("]");
    }
}
