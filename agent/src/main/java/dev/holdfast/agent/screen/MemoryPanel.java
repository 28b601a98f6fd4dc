package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.UnitText;
import java.util.ArrayList;
import java.util.List;

/** Memory, swap, load and pressure. */
final class MemoryPanel implements Panel {
    private static final int BAR = 32;

    @Override
    public List<Line> lines(HostView view, Room room) {
        HostView.Memory memory = view.memory();
        int columns = room.columns();
        List<Line> lines = new ArrayList<>();
        lines.add(memory(memory, columns));
        for (int row = 0; row < room.graphRows(); row++) {
            String label = row == 0 ? "100%" : row == room.graphRows() - 1 ? "0%" : "";
            Line line = new Line().right(Style.FAINT, label, 4).add(" ");
            HistoryStrip.add(line, null, memory.usedHistory(), 1, Math.max(0, columns - 5), row, room.graphRows());
            lines.add(line);
        }
        lines.add(swap(memory, columns));
        if (room.zoomed()) {
            lines.add(details(memory));
            lines.add(new Line()
                    .add("     dirty ")
                    .add(UnitText.bytes(memory.dirty()))
                    .add("  shared ")
                    .add(UnitText.bytes(memory.shared()))
                    .add("  major faults/s ")
                    .add(UnitText.count(memory.majorFaults())));
        }
        lines.add(load(view.load(), view.cpu().cores().size(), columns));
        lines.add(pressure(view.load(), columns));
        return room.fit(summary(view, columns), List.of(), lines);
    }

    private static Line summary(HostView view, int columns) {
        HostView.Memory memory = view.memory();
        Line line = new Line()
                .add(Style.HEADING, "Mem ")
                .right(look(memory.used() / memory.total()), UnitText.percent(memory.used() / memory.total()), 6)
                .add(" of ")
                .add(UnitText.bytes(memory.total()))
                .add("  load ")
                .add(UnitText.load(view.load().one()));
        line.add("  swap ").add(UnitText.bytes(memory.swapUsed()));
        return columns < 60
                ? line
                : line.add("  stalled io ")
                        .add(UnitText.percent(view.load().io().some()))
                        .add(" mem ")
                        .add(UnitText.percent(view.load().memory().some()));
    }

    private static Line memory(HostView.Memory memory, int columns) {
        double share = memory.used() / memory.total();
        Line line = new Line()
                .add(Style.HEADING, "Mem ")
                .right(look(share), UnitText.percent(share), 6)
                .add("  ");
        if (columns >= 70) {
            double cache = (memory.buffers() + memory.cached()) / memory.total();
            Bar.add(
                    line,
                    Math.min(BAR, columns - 60),
                    new double[] {share, Math.min(cache, memory.available() / memory.total())},
                    new Style[] {Style.ofShare(share), Style.FIRST});
            line.add(" ");
        }
        line.add(UnitText.bytes(memory.used())).add(" of ").add(UnitText.bytes(memory.total()));
        line.add("  avail ").add(UnitText.bytes(memory.available()));
        if (columns >= 60) {
            line.add("  cache ").add(UnitText.bytes(memory.buffers() + memory.cached()));
        }
        if (memory.oomKills() >= 0.5) {
            line.add(Style.BAD, "  OOM kills " + UnitText.count(Math.rint(memory.oomKills())));
        }
        int left = Math.min(80, columns - line.length() - 2);
        if (left >= 8) {
            HistoryStrip.addShares(line.add("  "), memory.usedHistory(), left);
        }
        return line;
    }

    private static Line details(HostView.Memory memory) {
        return new Line()
                .add("     free ")
                .add(UnitText.bytes(memory.free()))
                .add("  buffers ")
                .add(UnitText.bytes(memory.buffers()))
                .add("  page cache and slab ")
                .add(UnitText.bytes(memory.cached()));
    }

    private static Line swap(HostView.Memory memory, int columns) {
        Line line = new Line().add(Style.HEADING, "Swap");
        if (memory.swapTotal() == 0) {
            line.add("  none");
        } else {
            double share = memory.swapUsed() / memory.swapTotal();
            line.right(look(share), UnitText.percent(share), 6).add("  ");
            line.add(UnitText.bytes(memory.swapUsed())).add(" of ").add(UnitText.bytes(memory.swapTotal()));
        }
        double pages = memory.swapInPages() + memory.swapOutPages();
        Style style = pages > 0 ? Style.WARN : Style.PLAIN;
        line.add("  in ").add(style, UnitText.count(memory.swapInPages()));
        line.add(" out ").add(style, UnitText.count(memory.swapOutPages())).add(" pages/s");
        return columns < 60
                ? line
                : line.add("  major faults ")
                        .add(UnitText.count(memory.majorFaults()))
                        .add("/s");
    }

    private static Line load(HostView.Load load, int cores, int columns) {
        double perCore = load.one() / Math.max(1, cores);
        Line line = new Line()
                .add(Style.HEADING, "Load ")
                .add(perCore >= 2 ? Style.BAD : perCore >= 1 ? Style.WARN : Style.PLAIN, UnitText.load(load.one()))
                .add(" ")
                .add(UnitText.load(load.five()))
                .add(" ")
                .add(UnitText.load(load.fifteen()));
        line.add("  run ").add(UnitText.count(load.running()));
        line.add(" blocked ").add(load.blocked() > 0 ? Style.WARN : Style.PLAIN, UnitText.count(load.blocked()));
        if (columns >= 66) {
            line.add("  switches ").add(UnitText.count(load.contextSwitches())).add("/s");
            line.add("  forks ").add(UnitText.count(load.forks())).add("/s");
        }
        int left = Math.min(80, columns - line.length() - 2);
        if (left >= 8) {
            double top = Math.max(Math.max(1, cores), HistoryStrip.highest(load.oneHistory()));
            HistoryStrip.add(line.add("  "), Style.FIRST, load.oneHistory(), top, left);
        }
        return line;
    }

    private static Line pressure(HostView.Load load, int columns) {
        Line line = new Line().add(Style.HEADING, columns < 50 ? "PSI " : "Stalled ");
        stall(line, "cpu ", load.cpu(), columns);
        stall(line, "  io ", load.io(), columns);
        stall(line, columns < 50 ? "  mem " : "  memory ", load.memory(), columns);
        return line;
    }

    private static void stall(Line line, String name, HostView.Stall stall, int columns) {
        line.add(name).add(stall.some() >= 0.1 ? Style.WARN : Style.PLAIN, UnitText.percent(stall.some()));
        if (columns >= 60 && !Double.isNaN(stall.full())) {
            line.add(" all ").add(stall.full() >= 0.1 ? Style.BAD : Style.PLAIN, UnitText.percent(stall.full()));
        }
    }

    private static Style look(double share) {
        return Double.isNaN(share) ? Style.PLAIN : Style.ofShare(share);
    }
}
