package dev.holdfast.agent.screen;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process: taken over by {@link #enter}, given back as it was found by {@link #close}, by a hook when the
 * process is ended from outside, and for as long as the process is stopped by job control.
 *
 * <p>JLine is asked for what differs between systems, attributes, size and signals, through its provider that runs stty: no native
 * library is loaded or unpacked for it. Thread rule: one thread owns it; signals and the hook come on others, and whatever is
 * written is written under the lock, so that nothing follows the sequence that gives the terminal back.
 */
final class TerminalDevice implements AutoCloseable {
    /** What {@link #next} gives besides characters. */
    static final int NOTHING = -1;

    static final int HANG_UP = -2;
    static final int RESIZED = -3;
    static final int RESUMED = -4;

    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;
    private static final int LONGEST_SIDE = 1_000;

    private final Terminal terminal;
    private final Attributes found;
    private final BlockingQueue<Integer> events = new LinkedBlockingQueue<>();
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final Thread hook = new Thread(this::restoreForGood, "terminal-restore");
    private volatile @Nullable Size size;
    private boolean entered;
    private boolean closed;

    /**
     * The terminal on standard input and output.
     *
     * @throws IOException when there is none, or stty is missing
     */
    TerminalDevice() throws IOException {
        terminal = TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                .provider("exec")
                // Else the signals that end a process would do so before any hook could run.
                .nativeSignals(false)
                .dumb(false)
                .build();
        found = terminal.getAttributes();
    }

    /** Shows the other screen, hides the cursor, and takes keys one by one. */
    void enter() throws IOException {
        Runtime.getRuntime().addShutdownHook(hook);
        terminal.handle(Terminal.Signal.WINCH, signal -> {
            size = null;
            events.add(RESIZED);
        });
        terminal.handle(Terminal.Signal.TSTP, signal -> stop());
        terminal.handle(Terminal.Signal.CONT, signal -> takeOver());
        takeOver();
        Thread keys = new Thread(this::readKeys, "keys");
        keys.setDaemon(true);
        keys.start();
    }

    private synchronized void takeOver() {
        if (closed) {
            return;
        }
        Attributes raw = new Attributes(found);
        raw.setLocalFlags(
                EnumSet.of(Attributes.LocalFlag.ICANON, Attributes.LocalFlag.ECHO, Attributes.LocalFlag.IEXTEN), false);
        raw.setInputFlags(
                EnumSet.of(Attributes.InputFlag.IXON, Attributes.InputFlag.ICRNL, Attributes.InputFlag.INLCR), false);
        raw.setControlChar(Attributes.ControlChar.VMIN, 1);
        raw.setControlChar(Attributes.ControlChar.VTIME, 0);
        // Else Ctrl-\ would have Java print its threads over the screen.
        raw.setControlChar(Attributes.ControlChar.VQUIT, 0);
        terminal.setAttributes(raw);
        put(Painter.ENTER.getBytes(StandardCharsets.US_ASCII));
        entered = true;
        size = null;
        events.add(RESUMED);
    }

    private synchronized void giveBack() {
        if (entered) {
            entered = false;
            put(Painter.LEAVE.getBytes(StandardCharsets.US_ASCII));
            terminal.setAttributes(found);
        }
    }

    private synchronized void restoreForGood() {
        closed = true;
        giveBack();
    }

    /** Stopped by the user: the shell gets its terminal as it knew it. Goes on when the shell says so. */
    private void stop() {
        giveBack();
        try {
            // Every shell has a kill of its own; a small system may have no other.
            new ProcessBuilder(
                            "sh", "-c", "kill -STOP " + ProcessHandle.current().pid())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // No shell: then it cannot be stopped, and goes on.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        takeOver();
    }

    private void readKeys() {
        char[] buffer = new char[256];
        try (Reader in = new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    events.add((int) buffer[i]);
                }
            }
        } catch (IOException e) {
            // The terminal is gone.
        }
        events.add(HANG_UP);
    }

    /** The next character, or what else happened; {@link #NOTHING} after a time without anything. */
    int next(long waitMs) throws InterruptedException {
        Integer event = events.poll(Math.max(0, waitMs), TimeUnit.MILLISECONDS);
        return event == null ? NOTHING : event;
    }

    /** Whether something has happened that {@link #next} has not given yet. */
    boolean isWaiting() {
        return !events.isEmpty();
    }

    /** Rows and columns; asked for once after each change. */
    Size size() {
        Size known = size;
        if (known == null) {
            Size asked = terminal.getSize();
            known = new Size(
                    asked.getColumns() <= 0 ? DEFAULT_COLUMNS : Math.min(LONGEST_SIDE, asked.getColumns()),
                    asked.getRows() <= 0 ? DEFAULT_ROWS : Math.min(LONGEST_SIDE, asked.getRows()));
            size = known;
        }
        return known;
    }

    /** Shows bytes, unless the terminal was given back. */
    synchronized void write(byte[] bytes) {
        if (entered) {
            put(bytes);
        }
    }

    private void put(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            events.add(HANG_UP);
        }
    }

    @Override
    public void close() throws IOException {
        restoreForGood();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already; the hook finds nothing to do.
        }
    }
}
