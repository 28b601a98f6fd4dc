package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.UnitText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The network interfaces: received, sent, and what went wrong. */
final class NetworkPanel implements Panel {
    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("in/s", 6, 0),
            new Table.Column("out/s", 6, 1),
            new Table.Column("in pkt", 6, 4),
            new Table.Column("out pkt", 7, 5),
            new Table.Column("errors", 6, 3),
            new Table.Column("drops", 6, 2),
            new Table.Column("link", 6, 6));

    @Override
    public List<Line> lines(HostView view, Room room) {
        Table table = new Table(room.columns(), "Network", 14, COLUMNS, true);
        int half = (table.historyWidth() - 1) / 2;
        List<Line> rows = new ArrayList<>();
        for (HostView.Interface each : view.interfaces()) {
            if (!room.shows(each.name())) {
                continue;
            }
            double used = Math.max(each.receiveBytes(), each.transmitBytes()) / each.speedBytes();
            Line line = table.row(
                    each.up() == 0 ? Style.FAINT : Style.PLAIN,
                    each.name(),
                    List.of(
                            UnitText.bytes(each.receiveBytes()),
                            UnitText.bytes(each.transmitBytes()),
                            UnitText.count(each.receivePackets()),
                            UnitText.count(each.transmitPackets()),
                            UnitText.count(each.errors()),
                            UnitText.count(each.drops()),
                            each.up() == 0 ? "down" : UnitText.percent(used)),
                    List.of(
                            Style.PLAIN,
                            Style.PLAIN,
                            Style.PLAIN,
                            Style.PLAIN,
                            each.errors() > 0 ? Style.BAD : Style.PLAIN,
                            each.drops() > 0 ? Style.BAD : Style.PLAIN,
                            Double.isNaN(used) || each.up() == 0 ? Style.FAINT : Style.ofShare(used)));
            if (half > 3) {
                double top = Math.max(
                        HistoryStrip.highest(each.receiveHistory()), HistoryStrip.highest(each.transmitHistory()));
                HistoryStrip.add(line, Style.FIRST, each.receiveHistory(), top, half);
                HistoryStrip.add(line.add(" "), Style.SECOND, each.transmitHistory(), top, half);
            }
            rows.add(line);
        }
        String title = half > 6 ? "in" + " ".repeat(half - 1) + "out" : "";
        return room.fit(summary(view.interfaces()), List.of(table.header(title)), rows);
    }

    private static Line summary(List<HostView.Interface> all) {
        Line line = new Line().add(Style.HEADING, "Network ");
        HostView.Interface busiest = all.stream()
                .filter(each -> !each.name().equals("lo"))
                .max(Comparator.comparingDouble(NetworkPanel::bytes))
                .orElse(all.isEmpty() ? null : all.get(0));
        if (busiest == null) {
            return line.add("none");
        }
        line.add(busiest.name())
                .add(" in ")
                .add(UnitText.bytes(busiest.receiveBytes()))
                .add(" out ")
                .add(UnitText.bytes(busiest.transmitBytes()));
        return busiest.drops() > 0 ? line.add(Style.BAD, " drops " + UnitText.count(busiest.drops())) : line;
    }

    private static double bytes(HostView.Interface each) {
        double sum = each.receiveBytes() + each.transmitBytes();
        return Double.isNaN(sum) ? -1 : sum;
    }
}
