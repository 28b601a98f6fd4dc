package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.TimeText;
import dev.holdfast.agent.text.UnitText;
import java.time.ZoneId;

/** The two lines at the top: which host and moment, and what there is to say of it. */
final class HeadLines {
    private static final int WIDE = 96;

    private final ZoneId zone;

    HeadLines(ZoneId zone) {
        this.zone = zone;
    }

    Line title(HostView.Moment moment, int columns) {
        long secondMs = moment.atMs() / 1000 * 1000;
        String time = TimeText.format(secondMs, zone);
        String host = moment.host().isEmpty() ? "no host" : moment.host();
        String more = moment.hosts().size() > 1 ? " (1 of " + moment.hosts().size() + ", n: next)" : "";
        String window = "step " + TimeText.age(moment.stepMs()) + "  window " + TimeText.age(moment.windowMs());
        Line line = new Line();
        if (columns < 64) {
            line.add(Style.TITLE, " " + time.substring(columns < 48 ? 11 : 5) + " ")
                    .add(mode(moment), " " + modeWord(moment) + " ")
                    .add(Style.TITLE, " " + host + " ");
            return line.pad(Style.TITLE, columns);
        }
        line.add(Style.TITLE, " holdfast top  " + host + more + "  ");
        line.add(Style.TITLE, time + " " + TimeText.zoneName(secondMs, zone) + " ");
        line.add(mode(moment), " " + modeWord(moment) + " ");
        if (columns >= WIDE) {
            line.pad(Style.TITLE, columns - window.length() - 1).add(Style.TITLE, window);
        }
        return line.pad(Style.TITLE, columns);
    }

    private static Style mode(HostView.Moment moment) {
        boolean alarm = !moment.hasData() || (moment.live() && moment.agent() != AgentLook.Kind.RUNNING);
        return alarm ? Style.ALARM : Style.TITLE;
    }

    private static String modeWord(HostView.Moment moment) {
        if (!moment.hasData()) {
            return "NO DATA";
        }
        if (moment.live()) {
            return moment.agent() == AgentLook.Kind.RUNNING ? "LIVE" : "STOPPED";
        }
        return "PAST -" + TimeText.age(Math.max(0, moment.nowMs() - moment.atMs()));
    }

    Line second(HostView view, int columns) {
        HostView.Moment moment = view.moment();
        WallClock clock = new WallClock(zone, moment.atMs());
        if (moment.missing() != null) {
            HostView.Gap gap = moment.missing();
            String span = gap.toMs() > gap.fromMs()
                    ? " " + clock.span(gap.fromMs(), gap.toMs()) + " (" + clock.length(gap) + ")"
                    : "";
            return new Line().add(Style.ALARM, " no data: " + gap.why() + span + " ");
        }
        Line line = new Line();
        long agoMs = moment.nowMs() - moment.lastMs();
        if (moment.agent() != AgentLook.Kind.RUNNING) {
            line.add(
                    Style.WARN,
                    moment.agent().words + "; last data "
                            + new WallClock(zone, moment.nowMs()).time(moment.lastMs(), true) + ", "
                            + TimeText.age(agoMs) + " ago");
        } else if (moment.live() && agoMs > 3 * moment.intervalMs() + 2_000) {
            line.add(Style.BAD, "an agent runs, and has stored nothing for " + TimeText.age(agoMs));
        } else {
            line.add("up ").add(UnitText.age(view.load().uptimeSeconds())).add("  agent running");
        }
        if (!moment.remark().isEmpty()) {
            line.add("  ").add(Style.BAD, moment.remark());
        } else if (!view.gaps().isEmpty()) {
            HostView.Gap last = view.gaps().get(view.gaps().size() - 1);
            String count = view.gaps().size() == 1 ? "a gap" : view.gaps().size() + " gaps, the last";
            line.add("  ").add(Style.WARN, count + " " + clock.span(last.fromMs(), last.toMs()) + ": " + last.why());
        }
        return line.cut(columns);
    }
}
