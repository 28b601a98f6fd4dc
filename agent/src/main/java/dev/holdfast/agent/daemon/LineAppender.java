package dev.holdfast.agent.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Log lines without colour: time, level and message; under systemd the message behind the {@code <N>} that gives the
 * journal its priority (sd-daemon(3)).
 */
final class LineAppender extends AppenderBase<ILoggingEvent> {
    private final boolean journal;
    private final PrintStream out;

    LineAppender(boolean journal, PrintStream out) {
        this.journal = journal;
        this.out = out;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            text = text + '\n' + ThrowableProxyUtil.asString(thrown).stripTrailing();
        }
        byte[] line = line(event.getLevel(), event.getTimeStamp(), text).getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
        out.flush();
    }

    String line(Level level, long timestampMs, String text) {
        StringBuilder line = new StringBuilder(text.length() + 40);
        if (journal) {
            line.append(JournalStream.priority(priority(level), text));
        } else {
            appendTime(line, timestampMs);
            line.append(' ').append(level.toString().toLowerCase(Locale.ROOT)).append(' ');
            line.append(text);
        }
        return line.append('\n').toString();
    }

    private static int priority(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return JournalStream.ERROR;
        }
        if (level.isGreaterOrEqual(Level.WARN)) {
            return 4;
        }
        return level.isGreaterOrEqual(Level.INFO) ? 6 : 7;
    }

    /**
     * UTC as ISO 8601 has it, without java.time's formatters, which cost the daemon two megabytes. The date is Howard
     * Hinnant's civil_from_days.
     */
    static void appendTime(StringBuilder out, long timestampMs) {
        long days = Math.floorDiv(timestampMs, 86_400_000L);
        long ms = Math.floorMod(timestampMs, 86_400_000L);
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        long dayOfEra = Math.floorMod(shifted, 146_097L);
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        appendPadded(out, year, 4).append('-');
        appendPadded(out, month, 2).append('-');
        appendPadded(out, day, 2).append('T');
        appendPadded(out, ms / 3_600_000, 2).append(':');
        appendPadded(out, ms / 60_000 % 60, 2).append(':');
        appendPadded(out, ms / 1_000 % 60, 2).append('.');
        appendPadded(out, ms % 1_000, 3).append('Z');
    }

    private static StringBuilder appendPadded(StringBuilder out, long value, int width) {
        String digits = Long.toString(value);
        for (int i = digits.length(); i < width; i++) {
            out.append('0');
        }
        return out.append(digits);
    }
}
