package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineAppenderTest {
    @Test
    void aLineHasTimeLevelAndMessage() {
        LineAppender appender = new LineAppender(false, System.err);
        assertEquals(
                "2026-11-22T06:00:00.007Z warn what happened\n",
                appender.line(Level.WARN, 1_795_327_200_007L, "what happened"));
    }

    @Test
    void theJournalGetsPrioritiesAndNoTime() {
        LineAppender appender = new LineAppender(true, System.err);
        assertEquals("<6>started\n", appender.line(Level.INFO, 0, "started"));
        assertEquals("<3>died\n<3>\tat here\n", appender.line(Level.ERROR, 0, "died\n\tat here"));
        assertEquals("<4>w\n", appender.line(Level.WARN, 0, "w"));
        assertEquals("<7>d\n", appender.line(Level.DEBUG, 0, "d"));
    }

    @Test
    void theTimeIsThatOfTheCalendar() {
        Random random = new Random(1);
        var iso = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
        for (int i = 0; i < 10_000; i++) {
            long ms = random.nextLong(253_402_300_800_000L);
            StringBuilder text = new StringBuilder();
            LineAppender.appendTime(text, ms);
            assertEquals(iso.format(Instant.ofEpochMilli(ms)), text.toString());
        }
    }
}
