package dev.holdfast.agent.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code limit}: how much an upstream may be sent. */
final class LimitReader {
    private static final long LEAST_BYTES = 1 << 10;
    private static final int MINUTES_OF_A_DAY = 24 * 60;
    private static final Pattern WINDOW =
            Pattern.compile("([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])");

    private LimitReader() {}

    static LimitConfig read(Section section) {
        long bytesPerSecond = section.value("bytes_per_second", 0L, LimitReader::bytes, SizeText::format);
        long samplesPerSecond = section.integer("samples_per_second", 0, 0, 1_000_000_000);
        long bytesPerDay = section.value("bytes_per_day", 0L, LimitReader::bytes, SizeText::format);
        List<LimitConfig.Window> metered =
                section.values("metered", LimitReader::window, window -> Yaml.quoted(text(window)));
        if (!metered.isEmpty() && bytesPerDay == 0) {
            section.problem("metered", "says when bytes count against bytes_per_day, which is missing");
        }
        section.finish();
        return new LimitConfig(bytesPerSecond, samplesPerSecond, bytesPerDay, metered);
    }

    private static long bytes(String text) {
        long bytes = SizeText.parseBytes(text);
        if (bytes != 0 && bytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "must be at least " + SizeText.format(LEAST_BYTES) + ", or 0 for no bound");
        }
        return bytes;
    }

    private static LimitConfig.Window window(String text) {
        Matcher matcher = WINDOW.matcher(text);
        if (matcher.matches()) {
            int from = minute(matcher.group(1), matcher.group(2));
            int to = minute(matcher.group(3), matcher.group(4));
            to = to == 0 ? MINUTES_OF_A_DAY : to;
            if (from < MINUTES_OF_A_DAY && to <= MINUTES_OF_A_DAY && from != to) {
                return new LimitConfig.Window(from, to);
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not a part of a day; write it like 06:00-22:00, or 22:00-06:00 over midnight");
    }

    private static int minute(String hours, String minutes) {
        return 60 * Integer.parseInt(hours) + Integer.parseInt(minutes);
    }

    private static String text(LimitConfig.Window window) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d-%02d:%02d",
                window.fromMinute() / 60,
                window.fromMinute() % 60,
                window.toMinute() / 60,
                window.toMinute() % 60);
    }
}
