package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.TimeText;
import java.time.ZoneId;
import java.util.List;

/** What each key does. Pure: from a state and what is seen to the next state. */
final class Controls {
    private static final int LARGE_STEPS = 10;
    private static final int LONGEST_TEXT = 100;
    private static final long[] WINDOWS_MS = {
        60_000,
        120_000,
        300_000,
        600_000,
        1_800_000,
        3_600_000,
        3 * 3_600_000L,
        6 * 3_600_000L,
        12 * 3_600_000L,
        86_400_000L,
        2 * 86_400_000L,
        7 * 86_400_000L,
        14 * 86_400_000L,
        30 * 86_400_000L
    };

    private final ZoneId zone;

    Controls(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * The next state.
     *
     * @param moment what is seen
     */
    ScreenState press(ScreenState state, Key key, HostView.Moment moment) {
        if (key.name() == Key.Name.INTERRUPT) {
            return state.end();
        }
        if (state.prompt() != ScreenState.Prompt.NONE) {
            return type(state, key, moment);
        }
        if (state.help()) {
            return key.is('q') ? state.end() : state.help(false);
        }
        return switch (key.name()) {
            case LEFT -> back(state, moment, 1);
            case RIGHT -> forth(state, moment, 1);
            case SHIFT_LEFT -> back(state, moment, LARGE_STEPS);
            case SHIFT_RIGHT -> forth(state, moment, LARGE_STEPS);
            case PAGE_UP -> back(state, moment, moment.windowMs() / moment.stepMs());
            case PAGE_DOWN -> forth(state, moment, moment.windowMs() / moment.stepMs());
            case HOME -> state.at(moment.firstMs());
            case END -> state.following();
            case UP -> state.scroll(state.scroll() - 1);
            case DOWN -> state.scroll(state.scroll() + 1);
            case TAB -> state.pane(state.pane().next(1));
            case BACK_TAB -> state.pane(state.pane().next(-1));
            case ESCAPE -> escape(state);
            case TEXT -> character(state, key.character(), moment);
            default -> state.message("");
        };
    }

    private ScreenState character(ScreenState state, char c, HostView.Moment moment) {
        Pane pane = Pane.of(c);
        if (pane != null) {
            return state.pane(pane);
        }
        return switch (c) {
            case 'q', 'Q' -> state.end();
            case '?', 'h' -> state.help(true);
            case ' ' -> state.live() ? state.at(moment.atMs()).message("paused") : state.following();
            case 't' -> forth(state, moment, 1);
            case 'T' -> back(state, moment, 1);
            case 'b', 'g' -> state.prompt(ScreenState.Prompt.TIME, "");
            case '/' -> state.prompt(ScreenState.Prompt.FILTER, state.filter());
            case '+', '=' -> state.window(longer(state.windowMs()));
            case '-', '_' -> state.window(shorter(state.windowMs()));
            case 'n' -> nextHost(state, moment);
            case 'k' -> state.scroll(state.scroll() - 1);
            case 'j' -> state.scroll(state.scroll() + 1);
            default -> state.message("\"" + c + "\" is no key here; ? lists them");
        };
    }

    private ScreenState type(ScreenState state, Key key, HostView.Moment moment) {
        boolean filter = state.prompt() == ScreenState.Prompt.FILTER;
        String typed = state.typed();
        switch (key.name()) {
            case ESCAPE -> {
                ScreenState ended = state.prompt(ScreenState.Prompt.NONE, "");
                return filter ? ended.filter("") : ended;
            }
            case ENTER -> {
                ScreenState ended = state.prompt(ScreenState.Prompt.NONE, "");
                return filter || typed.isBlank() ? ended : goTo(state, typed, moment);
            }
            case BACKSPACE -> {
                if (typed.isEmpty()) {
                    return state.prompt(ScreenState.Prompt.NONE, "");
                }
                typed = typed.substring(0, typed.length() - 1);
            }
            case CLEAR_LINE -> typed = "";
            case TEXT -> typed = typed.length() < LONGEST_TEXT ? typed + key.character() : typed;
            default -> {
                return state;
            }
        }
        ScreenState next = state.prompt(state.prompt(), typed);
        return filter ? next.filter(typed) : next;
    }

    private ScreenState goTo(ScreenState state, String typed, HostView.Moment moment) {
        try {
            long atMs = TimeText.parseMs(typed, moment.nowMs(), zone);
            ScreenState done = state.prompt(ScreenState.Prompt.NONE, "");
            return typed.strip().equals("now") ? done.following() : within(done, moment, atMs);
        } catch (IllegalArgumentException e) {
            return state.message("not a time; write 14:05, -2h, yesterday 03:00, 2026-11-22 14:05");
        }
    }

    private static ScreenState escape(ScreenState state) {
        return state.filter().isEmpty() ? state.pane(Pane.ALL) : state.filter("");
    }

    private static ScreenState back(ScreenState state, HostView.Moment moment, long steps) {
        long atMs = moment.missing() == null
                ? moment.atMs() - steps * moment.stepMs()
                : moment.missing().fromMs();
        return atMs < moment.firstMs()
                ? state.at(Math.min(moment.firstMs(), moment.atMs())).message("this is the first data there is")
                : state.at(atMs);
    }

    /** Out of a gap with one step; past the last data it is live again. */
    private static ScreenState forth(ScreenState state, HostView.Moment moment, long steps) {
        if (state.live()) {
            return state.message("this is the newest data there is");
        }
        // The moment may lie before what was asked for, when a tick is missing: from there it would not get on.
        long fromMs = Math.max(state.atMs(), moment.atMs());
        long atMs = moment.missing() == null
                ? fromMs + steps * moment.stepMs()
                : moment.missing().toMs();
        return atMs > moment.lastMs() ? state.following() : state.at(atMs);
    }

    private static ScreenState within(ScreenState state, HostView.Moment moment, long atMs) {
        if (atMs < moment.firstMs()) {
            return state.at(moment.firstMs()).message("data begins here");
        }
        return atMs > moment.lastMs() ? state.following().message("there is nothing after this yet") : state.at(atMs);
    }

    private static ScreenState nextHost(ScreenState state, HostView.Moment moment) {
        List<String> hosts = moment.hosts();
        if (hosts.size() < 2) {
            return state.message("there is data of one host only");
        }
        String next = hosts.get((hosts.indexOf(moment.host()) + 1) % hosts.size());
        return state.host(next).message("host " + next);
    }

    private static long longer(long windowMs) {
        for (long each : WINDOWS_MS) {
            if (each > windowMs) {
                return each;
            }
        }
        return windowMs;
    }

    private static long shorter(long windowMs) {
        long found = windowMs;
        for (long each : WINDOWS_MS) {
            if (each < windowMs) {
                found = each;
            }
        }
        return found;
    }
}
