package dev.holdfast.agent.screen;

/**
 * What the keys have done so far. Immutable.
 *
 * @param live whether the newest is shown, and moves on
 * @param atMs the moment that is shown otherwise
 * @param intervalMs between looks, and the shortest step; 0 for that of the samples
 * @param windowMs what histories go back
 * @param pane what is shown
 * @param filter names that hold this text are shown; empty for all
 * @param scroll rows of the list that are passed over
 * @param prompt what is being typed
 * @param typed what was typed so far
 * @param message what the last key had to say; empty for nothing
 * @param help whether the help is shown
 * @param host the host that is looked at, empty for the agent's own
 * @param quit whether it is over
 */
record ScreenState(
        boolean live,
        long atMs,
        long intervalMs,
        long windowMs,
        Pane pane,
        String filter,
        int scroll,
        Prompt prompt,
        String typed,
        String message,
        boolean help,
        String host,
        boolean quit) {
    /** What is being typed. */
    enum Prompt {
        NONE,
        FILTER,
        TIME
    }

    private static final int PARTS_OF_WINDOW = 300;
    private static final long[] ROUND_MS = {
        1_000,
        2_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        14_400_000
    };

    /** The beginning. */
    static ScreenState of(boolean live, long atMs, long intervalMs, long windowMs, String host) {
        return new ScreenState(
                live, atMs, intervalMs, windowMs, Pane.ALL, "", 0, Prompt.NONE, "", "", false, host, false);
    }

    /** What a step is, and what rates are taken over: a round time of which some hundreds are a window. */
    long stepMs(long sampleIntervalMs) {
        long leastMs = Math.max(intervalMs, sampleIntervalMs);
        if (leastMs >= windowMs / PARTS_OF_WINDOW) {
            return leastMs;
        }
        for (long roundMs : ROUND_MS) {
            if (roundMs >= windowMs / PARTS_OF_WINDOW) {
                return Math.max(leastMs, roundMs);
            }
        }
        return windowMs / PARTS_OF_WINDOW;
    }

    ScreenState at(long momentMs) {
        return new ScreenState(
                false, momentMs, intervalMs, windowMs, pane, filter, scroll, prompt, typed, "", help, host, quit);
    }

    ScreenState following() {
        return new ScreenState(
                true, atMs, intervalMs, windowMs, pane, filter, scroll, prompt, typed, "", help, host, quit);
    }

    ScreenState window(long lengthMs) {
        return new ScreenState(
                live, atMs, intervalMs, lengthMs, pane, filter, scroll, prompt, typed, "", help, host, quit);
    }

    ScreenState pane(Pane next) {
        return new ScreenState(live, atMs, intervalMs, windowMs, next, filter, 0, prompt, typed, "", help, host, quit);
    }

    ScreenState filter(String text) {
        return new ScreenState(live, atMs, intervalMs, windowMs, pane, text, 0, prompt, typed, "", help, host, quit);
    }

    ScreenState scroll(int rows) {
        return new ScreenState(
                live, atMs, intervalMs, windowMs, pane, filter, Math.max(0, rows), prompt, typed, "", help, host, quit);
    }

    ScreenState prompt(Prompt next, String text) {
        return new ScreenState(
                live, atMs, intervalMs, windowMs, pane, filter, scroll, next, text, "", help, host, quit);
    }

    ScreenState message(String text) {
        return new ScreenState(
                live, atMs, intervalMs, windowMs, pane, filter, scroll, prompt, typed, text, help, host, quit);
    }

    ScreenState help(boolean shown) {
        return new ScreenState(
                live, atMs, intervalMs, windowMs, pane, filter, scroll, prompt, typed, "", shown, host, quit);
    }

    ScreenState host(String name) {
        return new ScreenState(live, atMs, intervalMs, windowMs, pane, filter, 0, prompt, typed, "", help, name, quit);
    }

    ScreenState end() {
        return new ScreenState(
                live, atMs, intervalMs, windowMs, pane, filter, scroll, prompt, typed, "", help, host, true);
    }
}
