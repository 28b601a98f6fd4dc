package dev.holdfast.agent.cli;

import dev.holdfast.agent.chart.Theme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the answer to a query is given. */
final class AnswerOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = AnswerFormat.Converter.class,
            description = {
                "table, list, chart, json, csv, openmetrics, svg or png. Default: of a span a chart on a terminal, else a list; of"
                        + " one moment a table.",
                "Of a span table is a line a series with its shape, and list is every value; these two round fractions. json is"
                        + " the answer of Prometheus's HTTP API; \"holdfast import\" reads openmetrics."
            })
    private @Nullable AnswerFormat output;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Draw the span into a file too, by its ending .svg or .png; may be repeated.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--theme",
            paramLabel = "THEME",
            converter = ThemeConverter.class,
            description = "light or dark, of svg and png. Default: light.")
    private Theme theme = Theme.LIGHT;

    @Option(
            names = "--name",
            paramLabel = "METRIC",
            description = "With -o openmetrics, the name of what the expression computes, which has none of itself.")
    private @Nullable String name;

    /** What is asked for, or null. */
    @Nullable
    AnswerFormat output() {
        return output;
    }

    List<Path> files() {
        return files;
    }

    Theme theme() {
        return theme;
    }

    @Nullable
    String name() {
        return name;
    }

    /** By the ending. */
    static AnswerFormat formatOf(Path file) {
        String text = file.toString().toLowerCase(Locale.ROOT);
        if (text.endsWith(".svg")) {
            return AnswerFormat.SVG;
        } else if (text.endsWith(".png")) {
            return AnswerFormat.PNG;
        }
        throw new Failure(ExitStatus.USAGE, "no such picture, --save: " + file + "; let it end in .svg or .png");
    }

    /** Reads a theme's name. */
    static final class ThemeConverter implements ITypeConverter<Theme> {
        @Override
        public Theme convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "light" -> Theme.LIGHT;
                case "dark" -> Theme.DARK;
                default -> throw new TypeConversionException("\"" + text + "\" is not one of light, dark");
            };
        }
    }
}
