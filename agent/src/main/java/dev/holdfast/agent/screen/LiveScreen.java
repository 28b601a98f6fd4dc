package dev.holdfast.agent.screen;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongSupplier;
import org.jline.terminal.Size;

/** The loop: look, draw, wait for a key or for the time of the next look. One thread. */
final class LiveScreen {
    /** An escape that is followed by nothing for so long was the key. */
    private static final long ESCAPE_MS = 50;

    /** A tick is stored some time after the moment that it is of. */
    private static final long TICK_STORED_MS = 120;

    private static final long IDLE_MS = 5_000;
    private static final long SHORTEST_WAIT_MS = 200;
    private static final int PARTS_MIN = 40;
    /** Looks that take long, as those at a window of weeks, are taken less often: they shall cost a few per cent of a processor. */
    private static final long LONG_LOOK_MS = 120;

    private static final int LOOKS_APART = 25;

    private final TerminalDevice device;
    private final ViewSource source;
    private final Renderer renderer;
    private final Controls controls;
    private final Painter painter;
    private final LongSupplier clock;
    private final KeyDecoder keys = new KeyDecoder();
    private ScreenState state;
    private HostView view;
    private boolean moved;
    private boolean over;
    private boolean failed;
    private long lookMs;
    private long tookMs;

    LiveScreen(
            TerminalDevice device,
            ViewSource source,
            ZoneId zone,
            Painter painter,
            LongSupplier clock,
            ScreenState state,
            HostView first) {
        this.device = device;
        this.source = source;
        this.painter = painter;
        this.clock = clock;
        this.state = state;
        this.view = first;
        renderer = new Renderer(zone);
        controls = new Controls(zone);
    }

    /** Until the user has enough, or the terminal is gone. */
    void run() throws IOException, InterruptedException {
        device.enter();
        lookMs = clock.getAsLong();
        while (!over) {
            if (moved || clock.getAsLong() >= dueMs()) {
                look();
            }
            Size size = device.size();
            device.write(painter.paint(renderer.draw(view, state, size.getColumns(), size.getRows())));
            long waitMs = keys.isPending() ? ESCAPE_MS : Math.max(0, dueMs() - clock.getAsLong());
            take(device.next(waitMs));
            while (!over && device.isWaiting()) {
                take(device.next(0));
            }
        }
    }

    /** When the next look is due: soon after the next tick of what is live. */
    private long dueMs() {
        if (!state.live() && !failed) {
            return lookMs + IDLE_MS * 1_000;
        }
        if (failed || view.moment().agent() != AgentLook.Kind.RUNNING) {
            return lookMs + IDLE_MS;
        }
        long everyMs = Math.max(
                SHORTEST_WAIT_MS, Math.max(state.intervalMs(), view.moment().intervalMs()));
        everyMs = tookMs > LONG_LOOK_MS ? Math.max(everyMs, tookMs * LOOKS_APART) : everyMs;
        long tickMs = view.moment().atMs() + everyMs + TICK_STORED_MS;
        return tickMs > lookMs + SHORTEST_WAIT_MS && tickMs <= lookMs + everyMs + TICK_STORED_MS
                ? tickMs
                : lookMs + everyMs;
    }

    private void look() {
        lookMs = clock.getAsLong();
        try {
            view = source.view(
                    request(state, view.moment().intervalMs(), device.size().getColumns()));
            state = failed ? state.message("") : state;
            failed = false;
        } catch (IOException | RuntimeException e) {
            failed = true;
            state = state.message("cannot read: " + e.getMessage() + "; trying again");
        }
        moved = false;
        tookMs = clock.getAsLong() - lookMs;
    }

    static ViewRequest request(ScreenState state, long sampleIntervalMs, int columns) {
        return new ViewRequest(
                state.live(),
                state.atMs(),
                state.stepMs(sampleIntervalMs),
                state.windowMs(),
                Math.max(PARTS_MIN, columns * 2),
                state.host());
    }

    private void take(int event) {
        switch (event) {
            case TerminalDevice.NOTHING -> keys.pause().forEach(this::press);
            case TerminalDevice.HANG_UP -> over = true;
            case TerminalDevice.RESIZED, TerminalDevice.RESUMED -> {
                painter.forget();
                moved = true; // another width has other histories
            }
            default -> {
                List<Key> complete = keys.take((char) event);
                complete.forEach(this::press);
            }
        }
    }

    private void press(Key key) {
        if (key.name() == Key.Name.REDRAW) {
            painter.forget();
            return;
        }
        HostView.Moment moment = view.moment();
        ScreenState before = state;
        // Keys that come faster than views go on from where the last one led.
        state = controls.press(before, key, moved && !before.live() ? moment.at(before.atMs()) : moment);
        if (state.scroll() > longest()) {
            state = state.scroll(longest());
        }
        over = state.quit();
        moved |= before.live() != state.live()
                || (!state.live() && before.atMs() != state.atMs())
                || before.windowMs() != state.windowMs()
                || !before.host().equals(state.host());
    }

    private int longest() {
        return Math.max(
                Math.max(view.cpu().cores().size(), view.fileSystems().size()),
                Math.max(
                        view.interfaces().size(),
                        Math.max(view.disks().size(), view.gaps().size())));
    }
}
