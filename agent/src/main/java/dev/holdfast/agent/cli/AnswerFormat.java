package dev.holdfast.agent.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the answer to a query may look like. */
enum AnswerFormat {
    TABLE,
    CHART,
    JSON,
    CSV,
    OPENMETRICS,
    LIST,
    SVG,
    PNG;

    /** As it is written. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it shows a span of time only. */
    boolean needsSpan() {
        return this == CHART || isPicture();
    }

    /** Whether it is text for the eye. */
    boolean isForPeople() {
        return this == TABLE || this == LIST || this == CHART;
    }

    /** Whether it shows a shape rather than numbers to go on with. */
    boolean isSeen() {
        return this == TABLE || this == CHART || isPicture();
    }

    /** Whether it is a file with a picture. */
    boolean isPicture() {
        return this == SVG || this == PNG;
    }

    /** Reads a format's name. */
    static final class Converter implements ITypeConverter<AnswerFormat> {
        @Override
        public AnswerFormat convert(String text) {
            StringBuilder names = new StringBuilder();
            for (AnswerFormat format : AnswerFormat.values()) {
                if (format.text().equalsIgnoreCase(text)) {
                    return format;
                }
                names.append(names.length() == 0 ? "" : ", ").append(format.text());
            }
            throw new TypeConversionException("\"" + text + "\" is not one of " + names);
        }
    }
}
