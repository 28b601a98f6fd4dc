package dev.holdfast.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the measures of {@link QueryComparison} as a table: arguments are their file and the page. */
public final class QueryReport {
    private QueryReport() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        Map<String, Map<String, String>> engines = new Measures(Path.of(args[0])).read();
        StringBuilder page = new StringBuilder("| query |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Map<String, String> engine : engines.values()) {
            page.append(' ').append(engine.get("title")).append(" |");
            rule.append("---|");
        }
        page.append('\n').append(rule).append('\n');
        for (PromQlQuestion question : PromQlQuestion.ALL) {
            String key = question.name() + question.shiftMs();
            page.append("| ").append(question.title()).append(" |");
            for (Map<String, String> engine : engines.values()) {
                page.append(String.format(
                        Locale.ROOT, " %s (%s) |", tenths(engine.get("ms " + key)), tenths(engine.get("cpu " + key))));
            }
            page.append('\n');
            String expected = engines.getOrDefault("holdfast", Map.of()).get("count " + key);
            engines.forEach((name, engine) -> {
                if (!String.valueOf(expected).equals(engine.get("count " + key))) {
                    System.err.println(name + " answers with " + engine.get("count " + key) + " points, Holdfast with "
                            + expected + ": " + question.title());
                }
            });
        }
        Files.writeString(Path.of(args[1]), page, StandardCharsets.UTF_8);
        System.out.print(page);
    }

    private static String tenths(@Nullable String ms) {
        return ms == null ? "-" : String.format(Locale.ROOT, "%.1f", Double.parseDouble(ms));
    }
}
