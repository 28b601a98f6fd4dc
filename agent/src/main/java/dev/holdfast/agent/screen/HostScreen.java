package dev.holdfast.agent.screen;

import dev.holdfast.storage.StoreReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The way in: shows a data directory on this process's terminal, or prints it once.
 *
 * @param opening opens the directory as it is now
 * @param agent what its agent says; asked every other second at most
 * @param clock wall time, milliseconds since the epoch
 * @param zone of the times that are shown
 */
public record HostScreen(Opening opening, Supplier<AgentLook> agent, LongSupplier clock, ZoneId zone) {
    /** Opens a directory for reading, as it is at that moment. */
    @FunctionalInterface
    public interface Opening {
        StoreReader open() throws IOException;
    }

    /**
     * What to begin with.
     *
     * @param live whether the newest is shown; else {@code atMs}
     * @param intervalMs between two looks, and the shortest step; 0 for that of the samples
     * @param windowMs what histories go back
     * @param host the {@code instance} to look at; empty for the agent's own, else the first
     */
    public record Start(boolean live, long atMs, long intervalMs, long windowMs, String host) {}

    /**
     * Takes the terminal over until the user has enough. The terminal is as it was when this returns, throws, or the process ends.
     *
     * @param environment for the colours that the terminal knows
     * @param unicode whether it shows more than ASCII
     * @throws IOException when there is no terminal, or the directory cannot be read at first
     */
    public void show(Start start, Map<String, String> environment, boolean unicode) throws IOException {
        ScreenState state = state(start);
        try (StoreViewSource source = source();
                TerminalDevice device = new TerminalDevice()) {
            HostView first = first(source, state, device.size().getColumns());
            Painter painter = new Painter(Colours.of(environment), unicode);
            new LiveScreen(device, source, zone, painter, clock, state, first).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Prints one look without colours, as long as it takes.
     *
     * @param unicode whether more than ASCII can be shown
     * @return whether there is data at that moment
     */
    public boolean print(Start start, int columns, boolean unicode, PrintStream out) throws IOException {
        ScreenState state = state(start);
        try (StoreViewSource source = source()) {
            HostView view = first(source, state, columns);
            for (Line line : new Renderer(zone).whole(view, state, columns)) {
                String text = line.fit(columns).toString().stripTrailing();
                out.println(unicode ? text : Painter.ascii(text));
            }
            return view.moment().hasData();
        }
    }

    private StoreViewSource source() {
        return new StoreViewSource(opening, agent, clock);
    }

    private static ScreenState state(Start start) {
        return ScreenState.of(start.live(), start.atMs(), start.intervalMs(), start.windowMs(), start.host());
    }

    /** The interval of the samples is known after a look only, so that the step may want a second one. */
    private static HostView first(ViewSource source, ScreenState state, int columns) throws IOException {
        HostView view = source.view(LiveScreen.request(state, 0, columns));
        return source.view(LiveScreen.request(state, view.moment().intervalMs(), columns));
    }
}
