package dev.holdfast.query.script;

import dev.holdfast.query.PromDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a script. */
final class ScriptParser {
    private static final Pattern INSTANT = Pattern.compile("eval(?:_(\\w+))?\\s+instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)");
    private static final Pattern RANGE =
            Pattern.compile("eval(?:_(\\w+))?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.+)");
    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");

    private final List<String> lines;
    private int next;

    ScriptParser(String text) {
        this.lines = text.lines().toList();
    }

    List<Command> parse() {
        List<Command> commands = new ArrayList<>();
        while (next < lines.size()) {
            String line = lines.get(next).trim();
            next++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            commands.add(command(line, next));
        }
        return commands;
    }

    private Command command(String line, int number) {
        if (line.equals("clear")) {
            return new Command.Clear(number);
        }
        Matcher load = LOAD.matcher(line);
        if (load.matches()) {
            return new Command.Load(number, timeMs(load.group(2)), body(), load.group(1) != null);
        }
        Matcher range = RANGE.matcher(line);
        if (range.matches()) {
            return eval(
                    number,
                    range.group(1),
                    range.group(5),
                    timeMs(range.group(2)),
                    timeMs(range.group(3)),
                    timeMs(range.group(4)));
        }
        Matcher instant = INSTANT.matcher(line);
        if (instant.matches()) {
            long timeMs = instant.group(2) == null ? 0 : timeMs(instant.group(2));
            return eval(number, instant.group(1), instant.group(3), timeMs, timeMs, 0);
        }
        throw new IllegalArgumentException("line " + number + ": no command: " + line);
    }

    private Command.Eval eval(
            int number, @Nullable String suffix, String expression, long startMs, long endMs, long stepMs) {
        List<String> expectations = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        if (suffix != null) {
            expectations.add(suffix);
        }
        for (String line : body()) {
            if (line.startsWith("expect ")) {
                expectations.add(line.substring("expect ".length()).trim());
            } else if (line.startsWith("expected_fail_message ")) {
                expectations.add("fail msg:" + line.substring("expected_fail_message ".length()));
            } else if (line.startsWith("expected_fail_regexp ")) {
                expectations.add("fail regex:" + line.substring("expected_fail_regexp ".length()));
            } else {
                rows.add(line);
            }
        }
        return new Command.Eval(number, expression, startMs, endMs, stepMs, expectations, rows);
    }

    /** The lines up to the next blank one or the next command. */
    private List<String> body() {
        List<String> body = new ArrayList<>();
        while (next < lines.size()) {
            String raw = lines.get(next);
            String line = raw.trim();
            if (line.isEmpty() || raw.matches("(?:load|load_with_nhcb|clear|eval|eval_\\w+)\\b.*")) {
                break;
            }
            next++;
            if (!line.startsWith("#")) {
                body.add(line);
            }
        }
        return body;
    }

    /** A duration, or a number of seconds; may be negative. */
    static long timeMs(String text) {
        boolean negative = text.startsWith("-");
        String magnitude = negative ? text.substring(1) : text;
        long ms = magnitude.matches("[0-9.]+")
                ? Math.round(Double.parseDouble(magnitude) * 1000)
                : PromDuration.parse(magnitude);
        return negative ? -ms : ms;
    }
}
