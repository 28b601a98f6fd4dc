package dev.holdfast.agent.screen;

/** Divides the rows of a screen among panels. Pure. */
final class RowShares {
    private RowShares() {}

    /**
     * A row for each panel, from the first to the last as far as they go; then one more for each that wants more, round by round.
     *
     * @param wanted rows that each would like
     * @return rows for each: never more than wanted, never more than {@code rows} together
     */
    static int[] of(int[] wanted, int rows) {
        int[] given = new int[wanted.length];
        int left = rows;
        boolean more = true;
        while (left > 0 && more) {
            more = false;
            for (int i = 0; i < wanted.length && left > 0; i++) {
                if (given[i] < wanted[i]) {
                    given[i]++;
                    left--;
                    more = true;
                }
            }
        }
        return given;
    }
}
