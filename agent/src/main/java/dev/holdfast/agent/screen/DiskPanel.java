package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.UnitText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The disks: what goes through them, how busy they are, how long an operation takes. */
final class DiskPanel implements Panel {
    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("busy", 6, 0),
            new Table.Column("read/s", 6, 1),
            new Table.Column("write/s", 7, 2),
            new Table.Column("r ops", 5, 5),
            new Table.Column("w ops", 5, 6),
            new Table.Column("r wait", 6, 3),
            new Table.Column("w wait", 6, 4),
            new Table.Column("queue", 5, 7));

    @Override
    public List<Line> lines(HostView view, Room room) {
        Table table = new Table(room.columns(), "Disk", 14, COLUMNS, true);
        List<Line> rows = new ArrayList<>();
        for (HostView.Disk disk : view.disks()) {
            if (!room.shows(disk.name())) {
                continue;
            }
            Style busy = Double.isNaN(disk.utilisation()) ? Style.PLAIN : Style.ofShare(disk.utilisation());
            Line line = table.row(
                    Style.PLAIN,
                    disk.name(),
                    List.of(
                            UnitText.percent(Math.min(1, disk.utilisation())),
                            UnitText.bytes(disk.readBytes()),
                            UnitText.bytes(disk.writeBytes()),
                            UnitText.count(disk.reads()),
                            UnitText.count(disk.writes()),
                            UnitText.latency(disk.readLatency()),
                            UnitText.latency(disk.writeLatency()),
                            UnitText.count(disk.queue())),
                    List.of(
                            busy,
                            Style.PLAIN,
                            Style.PLAIN,
                            Style.PLAIN,
                            Style.PLAIN,
                            slow(disk.readLatency()),
                            slow(disk.writeLatency()),
                            Style.PLAIN));
            HistoryStrip.addShares(line, disk.utilisationHistory(), table.historyWidth());
            rows.add(line);
        }
        return room.fit(summary(view.disks()), List.of(table.header("busy")), rows);
    }

    private static Line summary(List<HostView.Disk> disks) {
        Line line = new Line().add(Style.HEADING, "Disk ");
        HostView.Disk busiest = disks.stream()
                .max(Comparator.comparingDouble(disk -> Double.isNaN(disk.utilisation()) ? -1 : disk.utilisation()))
                .orElse(null);
        if (busiest == null) {
            return line.add("none");
        }
        return line.add(busiest.name())
                .add(" busy ")
                .add(UnitText.percent(Math.min(1, busiest.utilisation())))
                .add(" r ")
                .add(UnitText.bytes(busiest.readBytes()))
                .add(" w ")
                .add(UnitText.bytes(busiest.writeBytes()));
    }

    private static Style slow(double seconds) {
        return seconds >= 0.1 ? Style.BAD : seconds >= 0.02 ? Style.WARN : Style.PLAIN;
    }
}
