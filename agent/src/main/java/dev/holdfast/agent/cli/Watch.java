package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.DurationText;
import dev.holdfast.agent.text.TimeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Gives an answer again and again until the process is told to end.
 *
 * <p>On a terminal each answer is painted over the one before, on the terminal's second screen, so that what was there is there again
 * at the end, with the last answer below it. However the process ends, but for SIGKILL, the screen and the cursor are given
 * back. In a pipe answers follow each other; when nobody reads any more it is the end.
 */
final class Watch {
    /** How often, unless it is said. */
    static final String USUAL = "2s";

    /** The second screen, no cursor, no wrapping of long lines. */
    private static final String BEGIN = "\u001b[?1049h\u001b[?25l\u001b[?7l";

    private static final String END = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_REST = "\u001b[J";

    private final Console console;
    private final long intervalMs;
    private final Object screen = new Object();
    private String last = "";
    private boolean ended;

    Watch(Console console, long intervalMs) {
        this.console = console;
        this.intervalMs = intervalMs;
    }

    /** Gives one answer to the outputs of a console. */
    interface Answering {
        void run(Console frame) throws IOException;
    }

    /**
     * Answers until the end, which comes from without; the status when nobody reads any more.
     *
     * @param separate whether in a pipe an empty line stands between two answers
     */
    int run(String title, boolean separate, Answering answering) throws IOException, InterruptedException {
        boolean canPaint =
                console.terminal().outIsTerminal() && !console.variable("TERM").equals("dumb");
        return canPaint ? paint(title, answering) : append(separate, answering);
    }

    private int append(boolean separate, Answering answering) throws IOException, InterruptedException {
        for (boolean first = true; ; first = false) {
            if (separate && !first) {
                console.out().println();
            }
            answering.run(console);
            console.out().flush();
            if (console.out().checkError()) {
                return ExitStatus.IO;
            }
            Thread.sleep(intervalMs);
        }
    }

    private int paint(String title, Answering answering) throws IOException, InterruptedException {
        Thread giveBack = new Thread(this::end, "watch-end");
        // The first answer before the screen changes: a mistake in the question is said as everywhere.
        String frame = frame(answering, console.terminal());
        Runtime.getRuntime().addShutdownHook(giveBack);
        show(BEGIN);
        for (boolean first = true; ; first = false) {
            Terminal terminal = console.terminal().again(console.environment());
            if (!first) {
                try {
                    frame = frame(answering, terminal);
                } catch (Failure | IOException e) {
                    frame = "holdfast: " + Failures.of(e).line() + "\n";
                }
            }
            paint(title, frame, terminal);
            if (console.out().checkError()) {
                return ExitStatus.IO;
            }
            Thread.sleep(intervalMs);
        }
    }

    private String frame(Answering answering, Terminal terminal) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        // One line for what is watched, and one that stays empty so that the screen does not scroll.
        Terminal smaller = new Terminal(
                terminal.outIsTerminal(),
                terminal.errIsTerminal(),
                terminal.columns(),
                Math.max(1, terminal.rows() - 1),
                terminal.colours(),
                terminal.unicode());
        answering.run(console.withOutputs(out, out, smaller));
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void paint(String title, String frame, Terminal terminal) {
        StringBuilder out = new StringBuilder(HOME);
        String head = "every " + DurationText.format(intervalMs) + ", Ctrl-C ends it  "
                + TimeText.format(console.nowMs() / 1000 * 1000, console.zone()) + " "
                + TimeText.zoneName(console.nowMs(), console.zone()) + "  ";
        String whole = head + title.replace('\n', ' ');
        out.append(
                whole.length() < terminal.columns() ? whole : whole.substring(0, Math.max(0, terminal.columns() - 1)));
        out.append(CLEAR_LINE);
        List<String> lines = frame.lines().toList();
        int room = Math.max(1, terminal.rows() - 2);
        for (int i = 0; i < Math.min(lines.size(), room); i++) {
            out.append("\r\n").append(lines.get(i)).append(CLEAR_LINE);
        }
        if (lines.size() > room) {
            out.append("\r\n... and ")
                    .append(lines.size() - room)
                    .append(" lines more")
                    .append(CLEAR_LINE);
        }
        out.append(CLEAR_REST);
        synchronized (screen) {
            if (!ended) {
                last = frame;
                show(out.toString());
            }
        }
    }

    /** Gives the terminal back, with the last answer on it; called once, by whatever ends the process. */
    private void end() {
        synchronized (screen) {
            ended = true;
            show(END);
            console.out().print(last);
            console.out().flush();
        }
    }

    private void show(String text) {
        console.out().print(text);
        console.out().flush();
    }

    /** {@code --watch} takes what is joined to it by {@code =}, or else only a word that is a duration: an expression may follow. */
    static final class Preprocessor implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec arg, Map<String, Object> info) {
            boolean joined = !String.valueOf(info.getOrDefault("separator", "")).isBlank();
            String value = USUAL;
            if (joined || (!args.isEmpty() && isDuration(args.peek()))) {
                value = args.pop();
            }
            arg.setValue(value);
            return true;
        }

        private static boolean isDuration(String word) {
            try {
                // A bare number is more likely the expression.
                return !word.isEmpty() && !word.equals("0") && DurationText.parseMs(word) > 0;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}
