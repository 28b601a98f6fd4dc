package dev.holdfast.query.functions;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToIntFunction;

/** Parts of a date, in UTC. */
final class DateFunctions {
    /** Beyond these years {@code java.time} gives up; no clock goes there. */
    private static final double MAX_SECONDS = Instant.MAX.getEpochSecond() - 86_400.0;

    static final List<Function> ALL = List.of(
            part("days_in_month", date -> YearMonth.from(date).lengthOfMonth()),
            part("day_of_month", OffsetDateTime::getDayOfMonth),
            part("day_of_week", date -> date.getDayOfWeek().getValue() % 7),
            part("day_of_year", OffsetDateTime::getDayOfYear),
            part("hour", OffsetDateTime::getHour),
            part("minute", OffsetDateTime::getMinute),
            part("month", OffsetDateTime::getMonthValue),
            part("year", OffsetDateTime::getYear));

    private DateFunctions() {}

    private static Function part(String name, ToIntFunction<OffsetDateTime> part) {
        return Function.ofTime(name, seconds -> {
            if (!(Math.abs(seconds) <= MAX_SECONDS)) {
                return Double.NaN;
            }
            return part.applyAsInt(Instant.ofEpochSecond((long) seconds).atOffset(ZoneOffset.UTC));
        });
    }
}
