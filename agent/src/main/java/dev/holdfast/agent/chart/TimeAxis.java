package dev.holdfast.agent.chart;

import dev.holdfast.agent.text.RoundSteps;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The level axis of a chart: round local times and their texts. */
final class TimeAxis {
    private static final long MINUTE_MS = 60_000L;
    private static final long DAY_MS = 86_400_000L;

    private final long fromMs;
    private final long toMs;
    private final int columns;
    private final ZoneId zone;

    TimeAxis(long fromMs, long toMs, int columns, ZoneId zone) {
        this.fromMs = fromMs;
        this.toMs = Math.max(toMs, fromMs + 1);
        this.columns = columns;
        this.zone = zone;
    }

    /** The column of a time. */
    public int column(long timestampMs) {
        return (int) Math.round((double) (timestampMs - fromMs) * (columns - 1) / (toMs - fromMs));
    }

    /**
     * A round time on the axis.
     *
     * @param timestampMs when
     * @param text as the axis names it
     */
    record Tick(long timestampMs, String text) {}

    /** The round times of the axis, from the left; so many that their texts have room. */
    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        long stepMs = stepMs();
        DateTimeFormatter format = format(stepMs);
        long lastMs = Long.MIN_VALUE;
        for (long local = Math.floorDiv(local(fromMs), stepMs) * stepMs; ; local += stepMs) {
            long timestampMs = instantOf(local);
            if (timestampMs > toMs) {
                return ticks;
            }
            // Where the clock is put forward two times of the clock are one moment.
            if (timestampMs >= fromMs && timestampMs > lastMs) {
                ticks.add(new Tick(
                        timestampMs,
                        format.format(Instant.ofEpochMilli(timestampMs).atZone(zone))));
                lastMs = timestampMs;
            }
        }
    }

    /** Two lines: the axis with its ticks, and their texts below. */
    String[] lines(Glyphs glyphs) {
        char[] axis = String.valueOf(glyphs.level()).repeat(columns).toCharArray();
        char[] texts = " ".repeat(columns).toCharArray();
        int free = 0;
        for (Tick tick : ticks()) {
            int column = column(tick.timestampMs());
            String text = tick.text();
            int start = Math.max(0, Math.min(column - text.length() / 2, columns - text.length()));
            axis[column] = glyphs.levelTick();
            if (start >= free && start + text.length() <= columns) {
                text.getChars(0, text.length(), texts, start);
                free = start + text.length() + 2;
            }
        }
        return new String[] {new String(axis), new String(texts).stripTrailing()};
    }

    private long stepMs() {
        return RoundSteps.shortest(step -> {
            int width = format(step)
                    .format(Instant.ofEpochMilli(fromMs).atZone(zone))
                    .length();
            return (double) step * columns / (toMs - fromMs) >= width + 4;
        });
    }

    private DateTimeFormatter format(long stepMs) {
        boolean oneDay = local(fromMs) / DAY_MS == local(toMs) / DAY_MS || toMs - fromMs <= DAY_MS;
        String pattern =
                stepMs >= DAY_MS ? "yyyy-MM-dd" : !oneDay ? "MM-dd HH:mm" : stepMs < MINUTE_MS ? "HH:mm:ss" : "HH:mm";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** The clock on the wall as if it were UTC, so that ticks fall on its round times. */
    private long local(long timestampMs) {
        return timestampMs
                + zone.getRules().getOffset(Instant.ofEpochMilli(timestampMs)).getTotalSeconds() * 1000L;
    }

    private long instantOf(long local) {
        LocalDateTime wall = LocalDateTime.ofInstant(Instant.ofEpochMilli(local), ZoneOffset.UTC);
        return wall.atZone(zone).toInstant().toEpochMilli();
    }
}
