package dev.holdfast.agent.text;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads days and clock times in words: {@code yesterday 03:00}, {@code last monday 3pm}, {@code 22 nov 14:00},
 * {@code 2 hours ago}, {@code noon}.
 *
 * <p>Words are read from the left, each as the first thing it can be, and every word must be something. No regular expressions:
 * loading them costs a command's start 20 ms.
 */
final class WallClockText {
    private final List<String> words = new ArrayList<>();
    private final ZonedDateTime now;
    private ZoneId zone;
    private @Nullable LocalDate date;
    private @Nullable LocalTime time;
    private int at;

    private WallClockText(String text, long nowMs, ZoneId zone) {
        this.zone = zone;
        this.now = Instant.ofEpochMilli(nowMs).atZone(zone);
        for (String word : text.toLowerCase(Locale.ROOT).replace(',', ' ').split(" ", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
    }

    /**
     * Milliseconds since the epoch.
     *
     * @throws DateTimeException when it is no such time
     */
    static long parseMs(String text, long nowMs, ZoneId zone) {
        return new WallClockText(text, nowMs, zone).read();
    }

    private long read() {
        if (words.isEmpty()) {
            throw new DateTimeException("nothing");
        }
        if (words.get(words.size() - 1).equals("utc") && words.size() > 1) {
            words.remove(words.size() - 1);
            zone = ZoneOffset.UTC;
        }
        ZonedDateTime exact = null;
        while (at < words.size()) {
            ZonedDateTime ago = exact == null && date == null ? ago() : null;
            if (ago != null) {
                exact = ago;
            } else if (!(time == null && clock()) && !(date == null && exact == null && day()) && !filler()) {
                throw new DateTimeException("not understood: " + words.get(at));
            }
        }
        if (exact != null && time == null) {
            return exact.toInstant().toEpochMilli();
        }
        if (exact != null) {
            date = exact.toLocalDate();
        }
        LocalDate day = date == null ? today() : date;
        // In a gap of summer time the clock time moves on by the gap; in an overlap it is the first of the two.
        return (time == null ? LocalTime.MIDNIGHT : time)
                .atDate(day)
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }

    private LocalDate today() {
        return now.withZoneSameInstant(zone).toLocalDate();
    }

    /** "at", and a comma's place, between a day and a time. */
    private boolean filler() {
        boolean is = words.get(at).equals("at") && at > 0 && at + 1 < words.size();
        at += is ? 1 : 0;
        return is;
    }

    /** {@code 2 hours 30 minutes ago}, {@code an hour ago}, {@code 3d ago}; null when the words are something else. */
    private @Nullable ZonedDateTime ago() {
        int end = words.subList(at, words.size()).indexOf("ago") + at;
        if (end <= at) {
            return null;
        }
        ZonedDateTime moment = now.withZoneSameInstant(zone);
        for (int i = at; i < end; ) {
            String word = words.get(i);
            int digits = 0;
            while (digits < word.length() && isDigit(word.charAt(digits))) {
                digits++;
            }
            boolean one = word.equals("a") || word.equals("an");
            if (digits > 9 || (!one && digits == 0)) {
                return null;
            }
            long count = one ? 1 : Long.parseLong(word.substring(0, digits));
            boolean joined = !one && digits < word.length();
            String unit = joined ? word.substring(digits) : i + 1 < end ? words.get(i + 1) : "";
            moment = before(moment, count, unit);
            if (moment == null) {
                return null;
            }
            i += joined ? 1 : 2;
        }
        at = end + 1;
        return moment;
    }

    /** Hours and less are lengths of time; days and more are steps of the calendar, to the same time on the clock. */
    private static @Nullable ZonedDateTime before(ZonedDateTime moment, long count, String unit) {
        ChronoUnit length = switch (unit) {
            case "s", "sec", "secs", "second", "seconds" -> ChronoUnit.SECONDS;
            case "m", "min", "mins", "minute", "minutes" -> ChronoUnit.MINUTES;
            case "h", "hr", "hrs", "hour", "hours" -> ChronoUnit.HOURS;
            case "d", "day", "days" -> ChronoUnit.DAYS;
            case "w", "week", "weeks" -> ChronoUnit.WEEKS;
            case "month", "months" -> ChronoUnit.MONTHS;
            case "y", "year", "years" -> ChronoUnit.YEARS;
            default -> null;
        };
        return length == null ? null : moment.minus(count, length);
    }

    private boolean clock() {
        String word = words.get(at);
        LocalTime named = switch (word) {
            case "noon" -> LocalTime.NOON;
            case "midnight" -> LocalTime.MIDNIGHT;
            default -> null;
        };
        int taken = 1;
        if (named == null && isDigit(word.charAt(0))) {
            String half = half(word);
            String digits = word.substring(0, word.length() - half.length());
            if (half.isEmpty()
                    && at + 1 < words.size()
                    && half(words.get(at + 1)).equals(words.get(at + 1))) {
                half = words.get(at + 1);
                taken = 2;
            }
            named = clock(digits, half);
        }
        if (named == null) {
            return false;
        }
        time = named;
        at += taken;
        return true;
    }

    private static String half(String word) {
        return word.endsWith("am") ? "am" : word.endsWith("pm") ? "pm" : "";
    }

    /** {@code 14:05}, {@code 14:05:30.5}, and with a half of the day {@code 3}; null when it is none. */
    private static @Nullable LocalTime clock(String digits, String half) {
        int colon = digits.indexOf(':');
        if (colon > 2 || (colon < 0 && (half.isEmpty() || digits.length() > 2))) {
            return null;
        }
        String full = colon < 0 ? digits + ":00" : digits;
        LocalTime read = LocalTime.parse(full.indexOf(':') == 1 ? "0" + full : full);
        if (half.isEmpty()) {
            return read;
        }
        if (read.getHour() < 1 || read.getHour() > 12) {
            throw new DateTimeException("no such hour: " + digits + half);
        }
        return read.withHour(read.getHour() % 12 + (half.equals("pm") ? 12 : 0));
    }

    private boolean day() {
        String word = words.get(at);
        if (word.equals("today") || word.equals("yesterday")) {
            date = today().minusDays(word.equals("today") ? 0 : 1);
            at++;
            return true;
        }
        boolean last = word.equals("last") && at + 1 < words.size();
        DayOfWeek weekDay = weekDay(words.get(last ? at + 1 : at));
        if (weekDay != null) {
            date = today().with(last ? TemporalAdjusters.previous(weekDay) : TemporalAdjusters.previousOrSame(weekDay));
            at += last ? 2 : 1;
            return true;
        }
        return calendarDay(word);
    }

    private boolean calendarDay(String word) {
        if (word.length() >= 10 && word.charAt(4) == '-') {
            date = LocalDate.parse(word.substring(0, 10));
            if (word.length() == 10) {
                at++;
            } else if (word.charAt(10) == 't' && word.length() > 11) {
                words.set(at, word.substring(11));
            } else {
                return false;
            }
            return true;
        }
        if (at + 1 >= words.size()) {
            return false;
        }
        Month month = month(word);
        int dayOfMonth = number(words.get(at + 1), 2);
        if (month == null) {
            month = month(words.get(at + 1));
            dayOfMonth = number(word, 2);
        }
        if (month == null || dayOfMonth < 1) {
            return false;
        }
        at += 2;
        int year = at < words.size() ? number(words.get(at), 4) : -1;
        if (year >= 1000) {
            at++;
            date = LocalDate.of(year, month, dayOfMonth);
        } else {
            LocalDate thisYear = LocalDate.of(today().getYear(), month, dayOfMonth);
            date = thisYear.isAfter(today()) ? thisYear.minusYears(1) : thisYear;
        }
        return true;
    }

    private static @Nullable DayOfWeek weekDay(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (isShortened(word, day.name())) {
                return day;
            }
        }
        return null;
    }

    private static @Nullable Month month(String word) {
        for (Month month : Month.values()) {
            if (isShortened(word, month.name())) {
                return month;
            }
        }
        return null;
    }

    /** The whole name, or its first three letters and perhaps some more. */
    private static boolean isShortened(String word, String name) {
        return word.length() >= 3 && name.regionMatches(true, 0, word, 0, word.length());
    }

    /** A number without a sign of so many digits at most, else -1. */
    private static int number(String word, int digits) {
        if (word.isEmpty() || word.length() > digits || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(word);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
