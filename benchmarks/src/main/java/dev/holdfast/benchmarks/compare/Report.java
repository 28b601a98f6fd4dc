package dev.holdfast.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the measures of all engines as a page: arguments are their file, the page, the command and the days of data. */
public final class Report {
    private final StringBuilder page = new StringBuilder();
    private final Map<String, Map<String, String>> engines;

    private Report(Map<String, Map<String, String>> engines) {
        this.engines = engines;
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        Report report = new Report(new Measures(Path.of(args[0])).read());
        report.engines.values().removeIf(engine -> !engine.containsKey("bytes")); // one that failed on the way
        report.write(args[2], args[3]);
        Path page = Path.of(args[1]);
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, report.page, StandardCharsets.UTF_8);
    }

    private void write(String command, String days) throws IOException {
        line("# Holdfast beside others");
        line("");
        line("`" + command + "`, " + LocalDate.now(ZoneOffset.UTC) + ", on " + machine() + ", Java " + Runtime.version()
                + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ".");
        line("");
        line(
                "The data: " + HostData.SERIES + " series of a real host, one tick every 10 s, " + days
                        + " days of it, made of 23 recorded minutes (`HostData`); the same for all. Each engine has a process of its");
        line("own. Medians; the ratio to Holdfast in brackets.");
        line("");
        header();
        ratios("bytes a sample at rest", "", "bytes", "samples", 4);
        ratios("the recorded host, 1 s, bytes a sample", "", "host bytes", "host samples", 4);
        row("ingest, a tick a request, M samples a CPU second", ">= 1", "ingest one tick", 2);
        row("ingest, 60 ticks a request, M samples a CPU second", ">= 3", "ingest batched", 2);
        row("CPU to merge everything after that, s", "", "settle CPU seconds", 1);
        for (Question question : Question.values()) {
            row(question.text() + ", warm, ms", "<= " + question.goal(), "warm " + question, 2);
        }
        for (Question question : Question.values()) {
            row(question.text() + ", cold, ms", "<= VictoriaMetrics", "cold " + question, 2);
        }
        line("");
        notes();
        if (Double.parseDouble(days) < 1) {
            line("- With so little data, ingest in a JVM is in part the JVM warming up: see a run of days for that.");
        }
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private void header() {
        StringBuilder names = new StringBuilder("| | goal |");
        StringBuilder rule = new StringBuilder("|---|---|");
        for (Map<String, String> engine : engines.values()) {
            names.append(' ').append(engine.get("title")).append(" |");
            rule.append("---|");
        }
        line(names.toString());
        line(rule.toString());
    }

    private void row(String title, String goal, String measure, int digits) {
        ratios(title, goal, measure, "", digits);
    }

    private void ratios(String title, String goal, String measure, String divisor, int digits) {
        StringBuilder row = new StringBuilder("| " + title + " | " + goal + " |");
        double ours = figure(engines.getOrDefault("holdfast", Map.of()), measure, divisor);
        for (Map.Entry<String, Map<String, String>> engine : engines.entrySet()) {
            double figure = figure(engine.getValue(), measure, divisor);
            row.append(' ')
                    .append(
                            Double.isNaN(figure)
                                    ? engine.getValue().getOrDefault(measure, "-")
                                    : String.format(Locale.ROOT, "%." + digits + "f", figure));
            if (!engine.getKey().equals("holdfast") && !Double.isNaN(figure / ours)) {
                row.append(String.format(Locale.ROOT, " (%.2f)", figure / ours));
            }
            row.append(" |");
        }
        line(row.toString());
    }

    private static double figure(Map<String, String> engine, String measure, String divisor) {
        double figure = number(engine.get(measure));
        return divisor.isEmpty() ? figure : figure / number(engine.get(divisor));
    }

    private static double number(@Nullable String text) {
        try {
            return text == null ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void notes() {
        Map<String, String> holdfast = engines.getOrDefault("holdfast", Map.of());
        if (holdfast.containsKey("reopen ms")) {
            line("Holdfast reopened after a kill with a full log (" + holdfast.get("reopen samples") + " samples): "
                    + holdfast.get("reopen ms") + " ms; the goal is less than 1000.");
            line("");
        }
        line("- Exact bytes of files: data and index after everything was merged, without logs of fixed size.");
        line(
                "- CPU seconds are user and system of the engine's process; of those in process, less what making the data costs and"
                        + " what Java's compiler takes.");
        line(
                "- Warm is asked again and again; cold is the first question after the engine was ended, the page cache dropped, and"
                        + " the engine started.");
        line("- The last ten minutes are live in every engine: appended after merging.");
        engines.values().forEach(engine -> line("- " + engine.get("title") + ": " + engine.get("remark") + "."));
        for (Question question : Question.values()) {
            disagreements(question);
        }
    }

    /** Figures of engines that give different answers must not be compared unseen. */
    private void disagreements(Question question) {
        String expected = engines.getOrDefault("holdfast", Map.of()).get("count " + question);
        engines.values().forEach(engine -> {
            String count = engine.get("count " + question);
            if (expected != null && !expected.equals(count)) {
                line("- **" + engine.get("title") + " answers \"" + question.text() + "\" with " + count
                        + " points, Holdfast with " + expected + ".**");
            }
        });
    }

    private static String machine() throws IOException {
        String model = "an unknown processor";
        for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("model name")) {
                model = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return Runtime.getRuntime().availableProcessors() + " cores of " + model;
    }
}
