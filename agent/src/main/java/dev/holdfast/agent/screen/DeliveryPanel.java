package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.UnitText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Where the samples go, and what of the window is missing. */
final class DeliveryPanel implements Panel {
    private static final List<Table.Column> COLUMNS =
            List.of(new Table.Column("pending", 7, 0), new Table.Column("oldest", 8, 1));

    private final ZoneId zone;

    DeliveryPanel(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public List<Line> lines(HostView view, Room room) {
        int longest = view.upstreams().stream()
                .mapToInt(each -> each.name().length())
                .max()
                .orElse(0);
        Table table = new Table(room.columns(), "Upstream", Math.max(14, Math.min(30, longest + 1)), COLUMNS, true);
        WallClock clock = new WallClock(zone, view.moment().atMs());
        List<Line> rows = new ArrayList<>();
        for (HostView.Upstream each : view.upstreams()) {
            if (!room.shows(each.name())) {
                continue;
            }
            Style style = each.trouble() ? Style.WARN : Style.PLAIN;
            Line line = table.row(
                    style,
                    each.name(),
                    List.of(
                            UnitText.count(each.pendingSamples()),
                            each.oldestAgeSeconds() > 0 ? UnitText.age(each.oldestAgeSeconds()) : "-"),
                    List.of(style, style));
            rows.add(table.historyWidth() > 0 ? line.add(each.state()) : line);
        }
        if (view.upstreams().isEmpty()) {
            rows.add(new Line().add(Style.FAINT, "none: samples stay on this host"));
        }
        int most = room.zoomed() ? view.gaps().size() : Math.min(3, view.gaps().size());
        for (int i = view.gaps().size() - 1; i >= view.gaps().size() - most; i--) {
            HostView.Gap gap = view.gaps().get(i);
            rows.add(new Line()
                    .add(Style.WARN, "Missing ")
                    .add(clock.span(gap.fromMs(), gap.toMs()) + "  " + clock.length(gap) + "  " + gap.why()));
        }
        if (most < view.gaps().size()) {
            rows.add(new Line().add(Style.FAINT, "and " + (view.gaps().size() - most) + " gaps before; 6 lists them"));
        } else if (room.zoomed() && most == 0) {
            rows.add(new Line().add(Style.GOOD, "Nothing is missing in this window."));
        }
        return room.fit(summary(view), List.of(table.header("now")), rows);
    }

    private Line summary(HostView view) {
        Line line = new Line().add(Style.HEADING, "Upstreams ");
        line.add(Integer.toString(view.upstreams().size()));
        for (HostView.Upstream each : view.upstreams()) {
            line.add(each.trouble() ? Style.WARN : Style.PLAIN, "  " + each.name() + " ")
                    .add(UnitText.count(each.pendingSamples()))
                    .add(" pending");
        }
        return view.gaps().isEmpty()
                ? line
                : line.add(Style.WARN, "  gaps " + view.gaps().size());
    }
}
