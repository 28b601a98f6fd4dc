package dev.holdfast.agent.cli;

import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code -o} of commands that print a listing or a report. */
final class OutputOption {
    /** What an answer may look like. */
    enum Format {
        /** For people. */
        TEXT,
        /** For programs. */
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Converter.class,
            description = "text or json. Default: text.")
    private Format format = Format.TEXT;

    boolean isJson() {
        return format == Format.JSON;
    }

    /** Reads a format's name. */
    static final class Converter implements picocli.CommandLine.ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "text", "table" -> Format.TEXT;
                case "json" -> Format.JSON;
                default -> throw new TypeConversionException("\"" + text + "\" is not one of text, json");
            };
        }
    }
}
