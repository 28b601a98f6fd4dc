package dev.holdfast.agent.openmetrics;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells OpenMetrics from Prometheus text by the beginning of an input.
 *
 * <p>What counts, strongest first: {@code # EOF}; a UNIT line or a type that only one of the two has; a timestamp with a
 * fraction or an exemplar, which only OpenMetrics has; then whichever comes first of a blank line, which only Prometheus
 * text allows, and a whole timestamp, since 10^8 to 10^11 is this century in seconds but the early 1970s in milliseconds.
 * The last rule sees to it that OpenMetrics which lost its end is called truncated, not read as Prometheus text of 1970.
 */
final class FormatDetector {
    private static final long SMALLEST_SECONDS = 100_000_000L;
    /** A number that is milliseconds since 1973, and seconds until the year 5138. */
    static final long SMALLEST_MILLISECONDS = 100_000_000_000L;

    private @Nullable TextFormat certain;
    private @Nullable TextFormat likely;

    private FormatDetector() {}

    /** The format of an input whose beginning is {@code text[from, to)}; only whole lines are judged. */
    static TextFormat detect(byte[] text, int from, int to, boolean whole) {
        FormatDetector detector = new FormatDetector();
        int start = from;
        while (start < to) {
            int end = start;
            while (end < to && text[end] != '\n') {
                end++;
            }
            if (end == to && !whole) {
                break;
            }
            // The look-ahead is a few hundred kilobytes, so that a string a line costs nothing to speak of.
            String line = new String(text, start, end - start, StandardCharsets.UTF_8).strip();
            if (line.equals("# EOF")) {
                return TextFormat.OPENMETRICS;
            }
            detector.judge(line);
            start = end + 1;
        }
        if (detector.certain != null) {
            return detector.certain;
        }
        return detector.likely != null ? detector.likely : TextFormat.PROMETHEUS;
    }

    private void judge(String line) {
        if (certain != null) {
            return;
        }
        if (line.isEmpty()) {
            likely = likely == null ? TextFormat.PROMETHEUS : likely;
        } else if (line.charAt(0) == '#') {
            certain = byComment(line);
        } else if (hasExemplar(line)) {
            certain = TextFormat.OPENMETRICS;
        } else {
            judgeTimestamp(line);
        }
    }

    private static @Nullable TextFormat byComment(String line) {
        if (line.startsWith("# UNIT ")) {
            return TextFormat.OPENMETRICS;
        }
        if (!line.startsWith("# TYPE ")) {
            return null;
        }
        return switch (line.substring(line.lastIndexOf(' ') + 1)) {
            case "unknown", "info", "stateset", "gaugehistogram" -> TextFormat.OPENMETRICS;
            case "untyped" -> TextFormat.PROMETHEUS;
            default -> null;
        };
    }

    private static boolean hasExemplar(String line) {
        int at = line.indexOf(" # {");
        // Between quotes it is part of a label's value.
        return at > 0 && line.substring(0, at).chars().filter(c -> c == '"').count() % 2 == 0;
    }

    private void judgeTimestamp(String line) {
        int blank = lastBlank(line, line.length());
        int series = line.lastIndexOf('}');
        int value = blank < 0 ? -1 : lastBlank(line, blank);
        if (value < 0 || value < series) {
            return; // no timestamp
        }
        String timestamp = line.substring(blank + 1);
        if (timestamp.indexOf('.') >= 0) {
            certain = TextFormat.OPENMETRICS;
        } else if (likely == null && timestamp.length() <= 18) {
            try {
                long number = Long.parseLong(timestamp);
                if (number >= SMALLEST_SECONDS) {
                    likely = number >= SMALLEST_MILLISECONDS ? TextFormat.PROMETHEUS : TextFormat.OPENMETRICS;
                }
            } catch (NumberFormatException e) {
                likely = null; // the reader will say it with the line's number
            }
        }
    }

    /** Index of the last blank of the last run of blanks before {@code end}, or -1. */
    private static int lastBlank(String line, int end) {
        int i = end - 1;
        while (i >= 0 && !isBlank(line.charAt(i))) {
            i--;
        }
        // Two blanks in a row part the same two words as one does.
        while (i > 0 && isBlank(line.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
