package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.UnitText;
import java.util.ArrayList;
import java.util.List;

/** The processors: all together, a graph where there is room, and each. */
final class CpuPanel implements Panel {
    private static final int CORE_WIDTH_MIN = 38;
    private static final int BAR_MIN = 8;
    private static final int BAR_MAX = 42;
    private static final Style[] LOOKS = {Style.GOOD, Style.BAD, Style.SECOND, Style.FIRST, Style.FAINT};

    @Override
    public List<Line> lines(HostView view, Room room) {
        HostView.Core total = view.cpu().total();
        Line summary = summary(total, room.columns());
        List<Line> head = new ArrayList<>(List.of(summary));
        for (int row = 0; row < room.graphRows(); row++) {
            String label = row == 0 ? "100%" : row == room.graphRows() - 1 ? "0%" : "";
            Line line = new Line().right(Style.FAINT, label, 4).add(" ");
            HistoryStrip.add(
                    line, null, total.busyHistory(), 1, Math.max(0, room.columns() - 5), row, room.graphRows());
            head.add(line);
        }
        List<HostView.Core> cores = view.cpu().cores().stream()
                .filter(core -> room.shows("cpu" + core.name()))
                .toList();
        return room.fit(summary, head, room.zoomed() ? table(cores, room) : grid(cores, room));
    }

    private static Line summary(HostView.Core total, int columns) {
        Line line = new Line().add(Style.HEADING, "CPU ").right(look(total.busy()), UnitText.percent(total.busy()), 6);
        line.add("  user ").add(UnitText.percent(total.user() + total.nice()));
        line.add("  sys ").add(UnitText.percent(total.system()));
        line.add(columns < 60 ? "  io " : "  iowait ")
                .add(total.iowait() >= 0.2 ? Style.WARN : Style.PLAIN, UnitText.percent(total.iowait()));
        if (columns >= 70) {
            line.add("  irq ").add(UnitText.percent(total.irq()));
            line.add("  steal ").add(total.steal() >= 0.05 ? Style.WARN : Style.PLAIN, UnitText.percent(total.steal()));
        }
        int left = Math.min(80, columns - line.length() - 2);
        if (left >= 8) {
            line.add("  ");
            HistoryStrip.addShares(line, total.busyHistory(), left);
        }
        return line;
    }

    /** As many cores beside each other as fit. */
    private static List<Line> grid(List<HostView.Core> cores, Room room) {
        int across = Math.max(1, Math.min(Math.max(1, room.columns() / CORE_WIDTH_MIN), (cores.size() + 3) / 4));
        int down = (cores.size() + across - 1) / across;
        int width = room.columns() / across;
        List<Line> lines = new ArrayList<>();
        for (int row = 0; row < down; row++) {
            Line line = new Line();
            for (int column = 0; column < across; column++) {
                int index = column * down + row;
                if (index < cores.size()) {
                    line.add(core(cores.get(index), width - (across > 1 ? 2 : 0)))
                            .pad((column + 1) * width);
                }
            }
            lines.add(line);
        }
        return lines;
    }

    private static Line core(HostView.Core core, int width) {
        Line line = new Line().right(Style.PLAIN, core.name(), 3).add(" ");
        int left = width - 4 - 7;
        int bar = Math.max(BAR_MIN, Math.min(BAR_MAX, left / 2));
        if (left >= BAR_MIN) {
            Bar.add(line, bar, shares(core), LOOKS);
        }
        line.add(" ").right(look(core.busy()), UnitText.percent(core.busy()), 6);
        int strip = width - line.length() - 1;
        if (strip >= 4) {
            HistoryStrip.addShares(line.add(" "), core.busyHistory(), strip);
        }
        return line.fit(width);
    }

    private static double[] shares(HostView.Core core) {
        return new double[] {core.user() + core.nice(), core.system(), core.irq(), core.steal(), core.iowait()};
    }

    private static List<Line> table(List<HostView.Core> cores, Room room) {
        Table table = new Table(
                room.columns(),
                "core",
                6,
                List.of(
                        new Table.Column("busy", 6, 0),
                        new Table.Column("user", 6, 1),
                        new Table.Column("nice", 6, 6),
                        new Table.Column("system", 6, 2),
                        new Table.Column("irq", 6, 5),
                        new Table.Column("iowait", 6, 3),
                        new Table.Column("steal", 6, 4),
                        new Table.Column("idle", 6, 7)),
                true);
        List<Line> lines = new ArrayList<>(List.of(table.header("busy")));
        for (HostView.Core core : cores) {
            Line line = table.row(
                    Style.PLAIN,
                    core.name(),
                    List.of(
                            UnitText.percent(core.busy()),
                            UnitText.percent(core.user()),
                            UnitText.percent(core.nice()),
                            UnitText.percent(core.system()),
                            UnitText.percent(core.irq()),
                            UnitText.percent(core.iowait()),
                            UnitText.percent(core.steal()),
                            UnitText.percent(core.idle())),
                    List.of(
                            look(core.busy()),
                            Style.PLAIN,
                            Style.PLAIN,
                            Style.PLAIN,
                            Style.PLAIN,
                            core.iowait() >= 0.2 ? Style.WARN : Style.PLAIN,
                            core.steal() >= 0.05 ? Style.WARN : Style.PLAIN,
                            Style.PLAIN));
            HistoryStrip.addShares(line, core.busyHistory(), table.historyWidth());
            lines.add(line);
        }
        return lines;
    }

    private static Style look(double share) {
        return Double.isNaN(share) ? Style.PLAIN : Style.ofShare(share);
    }
}
