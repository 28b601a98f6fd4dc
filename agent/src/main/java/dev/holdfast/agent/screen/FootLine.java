package dev.holdfast.agent.screen;

/** The line at the bottom: what is being typed, what the last key had to say, else the keys. */
final class FootLine {
    Line line(ScreenState state, int columns) {
        switch (state.prompt()) {
            case FILTER -> {
                return prompt("filter /", state.typed(), "  Enter keeps, Esc clears", columns);
            }
            case TIME -> {
                return state.message().isEmpty()
                        ? prompt("go to time: ", state.typed(), "  14:05, -2h, yesterday 03:00, now", columns)
                        : prompt("go to time: ", state.typed(), "  " + state.message(), columns);
            }
            default -> {}
        }
        Line line = new Line();
        if (!state.message().isEmpty()) {
            return line.add(Style.STRONG, state.message()).pad(columns);
        }
        if (!state.filter().isEmpty()) {
            line.add(Style.WARN, "filter \"" + state.filter() + "\" (Esc clears) ");
        }
        for (Pane pane : Pane.values()) {
            Style style = pane == state.pane() ? Style.TITLE : Style.FAINT;
            line.add(Style.STRONG, Character.toString(pane.key))
                    .add(style, pane.title)
                    .add(" ");
        }
        String hints = state.live()
                ? " \u2190 back in time  space pause  / filter  ? help  q quit"
                : " \u2190 \u2192 step  End live  b go to  ? help  q quit";
        String few = " ? help  q quit";
        String shown = line.length() + hints.length() <= columns ? hints : few;
        if (line.length() + shown.length() > columns) {
            return new Line()
                    .add("? help  q quit  0-6 panes  \u2190\u2192 time")
                    .pad(columns);
        }
        return line.pad(columns - shown.length()).add(Style.FAINT, shown);
    }

    private static Line prompt(String what, String typed, String hint, int columns) {
        int room = Math.max(1, columns - what.length() - 2);
        String end = typed.length() <= room ? typed : typed.substring(typed.length() - room);
        return new Line()
                .add(Style.STRONG, what)
                .add(end)
                .add(Style.TITLE, " ")
                .add(Style.FAINT, hint)
                .cut(columns)
                .pad(columns);
    }
}
