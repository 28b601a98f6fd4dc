package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.UnitText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The file systems, as {@code df} has them. */
final class FileSystemPanel implements Panel {
    private static final int BAR_MAX = 32;

    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("use", 6, 0),
            new Table.Column("avail", 6, 1),
            new Table.Column("used", 6, 3),
            new Table.Column("size", 6, 2),
            new Table.Column("inodes", 6, 4));

    @Override
    public List<Line> lines(HostView view, Room room) {
        int longest = view.fileSystems().stream()
                .mapToInt(each -> each.mount().length())
                .max()
                .orElse(0);
        Table table = new Table(room.columns(), "File system", Math.max(14, Math.min(40, longest + 1)), COLUMNS, true);
        List<Line> rows = new ArrayList<>();
        for (HostView.FileSystem each : view.fileSystems()) {
            if (!room.shows(each.mount(), each.device(), each.type())) {
                continue;
            }
            Line line = table.row(
                    Style.PLAIN,
                    each.mount(),
                    List.of(
                            UnitText.percent(each.usedShare()),
                            UnitText.bytes(each.available()),
                            UnitText.bytes(each.used()),
                            UnitText.bytes(each.size()),
                            UnitText.percent(each.filesUsedShare())),
                    List.of(
                            look(each.usedShare()),
                            Style.PLAIN,
                            Style.PLAIN,
                            Style.PLAIN,
                            each.filesUsedShare() >= 0.9 ? Style.BAD : Style.PLAIN));
            boolean more = table.historyWidth() >= BAR_MAX; // room for more than a bar
            Bar.add(line, each.usedShare(), more ? Math.min(BAR_MAX, table.historyWidth() / 2) : table.historyWidth());
            if (more) {
                line.add(Style.FAINT, " " + each.type() + " " + each.device() + (each.readOnly() ? " read-only" : ""));
            }
            rows.add(line);
        }
        return room.fit(summary(view.fileSystems()), List.of(table.header("")), rows);
    }

    private static Line summary(List<HostView.FileSystem> all) {
        Line line = new Line().add(Style.HEADING, "File systems ");
        HostView.FileSystem fullest = all.stream()
                .max(Comparator.comparingDouble(each -> Double.isNaN(each.usedShare()) ? -1 : each.usedShare()))
                .orElse(null);
        if (fullest == null) {
            return line.add("none");
        }
        return line.add(fullest.mount() + " ")
                .add(look(fullest.usedShare()), UnitText.percent(fullest.usedShare()))
                .add(" used, ")
                .add(UnitText.bytes(fullest.available()))
                .add(" left");
    }

    private static Style look(double share) {
        return Double.isNaN(share) ? Style.PLAIN : share >= 0.95 ? Style.BAD : share >= 0.85 ? Style.WARN : Style.GOOD;
    }
}
