package dev.holdfast.agent.screen;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Draws a view as a frame of exactly a size. Pure, for any size. */
final class Renderer {
    /** From this width on there are two columns of panels. */
    private static final int TWO_COLUMNS = 160;

    private static final int GRAPH_ROWS_MAX = 8;
    private static final int GRAPH_ROWS_MIN = 2;
    private static final int ALL = 10_000;

    private static final List<Pane> LEFT = List.of(Pane.CPU, Pane.MEMORY);
    private static final List<Pane> RIGHT = List.of(Pane.DISK, Pane.FILE_SYSTEM, Pane.NETWORK, Pane.DELIVERY);
    private static final List<Pane> EVERY =
            List.of(Pane.CPU, Pane.MEMORY, Pane.DISK, Pane.FILE_SYSTEM, Pane.NETWORK, Pane.DELIVERY);

    private final Map<Pane, Panel> panels = new EnumMap<>(Pane.class);
    private final HeadLines head;
    private final FootLine foot = new FootLine();

    Renderer(ZoneId zone) {
        panels.put(Pane.CPU, new CpuPanel());
        panels.put(Pane.MEMORY, new MemoryPanel());
        panels.put(Pane.DISK, new DiskPanel());
        panels.put(Pane.FILE_SYSTEM, new FileSystemPanel());
        panels.put(Pane.NETWORK, new NetworkPanel());
        panels.put(Pane.DELIVERY, new DeliveryPanel(zone));
        head = new HeadLines(zone);
    }

    /** The frame of a size of at least one row and one column. */
    Frame draw(HostView view, ScreenState state, int columns, int rows) {
        Frame frame = new Frame(columns, rows);
        frame.add(head.title(view.moment(), columns));
        if (rows >= 4) {
            frame.add(head.second(view, columns));
        }
        int footRows = rows >= 3 ? 1 : 0;
        int room = frame.room() - footRows;
        List<Line> body = state.help()
                ? HelpText.lines(columns, room)
                : state.pane() == Pane.ALL ? overview(view, state, columns, room) : zoomed(view, state, columns, room);
        for (Line line : body.subList(0, Math.min(room, body.size()))) {
            frame.add(line);
        }
        frame.fillTo(footRows);
        if (footRows > 0) {
            frame.add(foot.line(state, columns));
        }
        return frame;
    }

    /** All panels at their full length, for one look at everything: as many rows as it takes. */
    List<Line> whole(HostView view, ScreenState state, int columns) {
        List<Line> lines = new ArrayList<>();
        lines.add(head.title(view.moment(), columns));
        lines.add(head.second(view, columns));
        for (Pane pane : EVERY) {
            lines.add(new Line());
            lines.addAll(panel(pane).lines(view, new Room(columns, ALL, 0, state.filter(), 0, false)));
        }
        return lines;
    }

    private Panel panel(Pane pane) {
        return Objects.requireNonNull(panels.get(pane));
    }

    private List<Line> zoomed(HostView view, ScreenState state, int columns, int rows) {
        boolean graph = state.pane() == Pane.CPU || state.pane() == Pane.MEMORY;
        int graphRows = graph && rows >= 12 ? Math.min(16, rows / 3) : 0;
        return panel(state.pane())
                .lines(view, new Room(columns, rows, graphRows, state.filter(), state.scroll(), true));
    }

    private List<Line> overview(HostView view, ScreenState state, int columns, int rows) {
        if (columns < TWO_COLUMNS) {
            return stack(EVERY, view, state, columns, rows);
        }
        int width = columns / 2 - 1;
        List<Line> left = stack(LEFT, view, state, width, rows);
        List<Line> right = stack(RIGHT, view, state, columns - width - 3, rows);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            Line line = i < left.size() ? left.get(i) : new Line();
            line.fit(width).add(Style.FAINT, " \u2502 ");
            lines.add(i < right.size() ? line.add(right.get(i)) : line);
        }
        return lines;
    }

    /** Panels below one another: blank lines between them when there is room, a graph of the processors when there is more. */
    private List<Line> stack(List<Pane> panes, HostView view, ScreenState state, int columns, int rows) {
        int[] wanted = new int[panes.size()];
        int sum = 0;
        for (int i = 0; i < wanted.length; i++) {
            Room unbounded = new Room(columns, ALL, 0, state.filter(), 0, false);
            wanted[i] = panel(panes.get(i)).lines(view, unbounded).size();
            sum += wanted[i];
        }
        int spare = rows - sum;
        boolean apart = spare >= panes.size() - 1;
        int graphRows = apart ? Math.min(GRAPH_ROWS_MAX, spare - (panes.size() - 1)) : 0;
        graphRows = graphRows < GRAPH_ROWS_MIN || !panes.contains(Pane.CPU) ? 0 : graphRows;
        int[] given = RowShares.of(wanted, rows);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            boolean cpu = panes.get(i) == Pane.CPU;
            int graph = cpu ? graphRows : 0;
            Room room = new Room(columns, given[i] + graph, graph, state.filter(), state.scroll(), false);
            lines.addAll(panel(panes.get(i)).lines(view, room));
            if (apart && i < wanted.length - 1) {
                lines.add(new Line());
            }
        }
        return lines;
    }
}
