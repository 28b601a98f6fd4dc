package dev.holdfast.agent.openmetrics;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * Reads the samples of a text in either format, as a stream.
 *
 * <p>Takes every valid name under any type, samples of a series in any order and between those of others, NaN and the
 * infinities, quoted UTF-8 names, and times from the epoch on, rounded to the nearest millisecond. Types, units, help and
 * exemplars are passed over: the store keeps samples. Blank lines and doubled blanks are forgiven in both formats.
 *
 * <p>Refused, with the number of the line: what is not a sample; a sample without a timestamp unless the options give
 * one; a timestamp later than the options allow; OpenMetrics that does not end in {@code # EOF}, since that is how the
 * format says that nothing was cut off; text after it. One thread; memory is a few megabytes at most.
 */
public final class OpenMetricsReader {
    private final LineSource lines;
    private final ReadOptions options;
    private final SampleConsumer consumer;
    private final SeriesParser series = new SeriesParser();
    private final NumberParser numbers = new NumberParser();
    private TextFormat format;
    private long sampleCount;
    private int at;

    /** A reader of a stream, which the caller opens (and unzips) and closes. */
    public OpenMetricsReader(InputStream in, ReadOptions options, SampleConsumer consumer) {
        this.lines = new LineSource(in);
        this.options = options;
        this.consumer = consumer;
        this.format = options.format();
    }

    /**
     * Reads to the end.
     *
     * @return number of samples given to the consumer
     * @throws OpenMetricsException when the text is not what its format allows
     */
    public long read() throws IOException {
        lines.lookAhead();
        if (format == TextFormat.AUTO) {
            format = FormatDetector.detect(lines.buffer(), lines.position(), lines.limit(), lines.ended());
        }
        boolean eof = false;
        while (lines.next()) {
            int start = skipBlanks(lines.start());
            boolean blank = start == lines.end();
            if (eof && !blank) {
                throw error("text after '# EOF'; import one file at a time");
            }
            if (!blank && lines.buffer()[start] == '#') {
                eof = format == TextFormat.OPENMETRICS && isEof(start);
            } else if (!blank) {
                sample(start);
            }
        }
        if (format == TextFormat.OPENMETRICS && !eof) {
            throw new OpenMetricsException(
                    Math.max(1, lines.lineNumber()),
                    "the input ends without '# EOF': it is truncated; fetch it again"
                            + " (or, if it is Prometheus text, read it with --format prometheus)");
        }
        return sampleCount;
    }

    /** The format that was read: that of the options, or what {@link TextFormat#AUTO} turned out to be. */
    public TextFormat format() {
        return format;
    }

    /** Samples given to the consumer so far, for showing progress. */
    public long sampleCount() {
        return sampleCount;
    }

    private void sample(int start) throws IOException {
        byte[] text = lines.buffer();
        int end = lines.end();
        if (!lines.terminated() && format == TextFormat.PROMETHEUS) {
            throw error("the last line does not end in a newline: the input may be truncated; add the newline if not");
        }
        Labels labels = series.parse(text, start, end, lines.lineNumber());
        at = skipBlanks(series.end());
        int valueStart = at;
        int valueEnd = wordEnd(at);
        if (valueStart == valueEnd) {
            throw error("no value after the series; a line is: name{label=\"value\"} value timestamp");
        }
        long bits = valueBits(text, valueStart, valueEnd);
        at = skipBlanks(valueEnd);
        long timestampMs;
        if (at < end && text[at] != '#') {
            int from = at;
            int to = wordEnd(from);
            at = skipBlanks(to);
            timestampMs = timestampMs(text, from, to);
        } else if (options.defaultTimestampMs() != ReadOptions.NO_TIMESTAMP) {
            timestampMs = options.defaultTimestampMs();
        } else {
            throw error("sample without a timestamp; add one to the line, or give --default-timestamp");
        }
        if (at < end && text[at] != '#') {
            throw error("unexpected text after the timestamp: '" + word(text, at, wordEnd(at)) + "'");
        }
        consumer.sample(labels, timestampMs, bits);
        sampleCount++;
    }

    private long valueBits(byte[] text, int from, int to) throws OpenMetricsException {
        try {
            return numbers.valueBits(text, from, to);
        } catch (NumberFormatException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    private long timestampMs(byte[] text, int from, int to) throws OpenMetricsException {
        long ms;
        try {
            ms = format == TextFormat.OPENMETRICS
                    ? numbers.timestampMs(text, from, to)
                    : numbers.wholeMs(text, from, to);
        } catch (NumberFormatException e) {
            throw error(String.valueOf(e.getMessage()));
        }
        if (ms == NumberParser.OUT_OF_RANGE || ms > SampleBatch.MAX_TIMESTAMP_MS) {
            throw error("timestamp out of range: " + word(text, from, to));
        }
        if (ms < 0) {
            throw error("timestamp before 1970: " + word(text, from, to));
        }
        if (ms > options.latestMs()) {
            throw error(tooLate(word(text, from, to), ms));
        }
        return ms;
    }

    private String tooLate(String written, long ms) {
        long asMilliseconds = ms / 1000;
        if (format == TextFormat.OPENMETRICS
                && asMilliseconds >= FormatDetector.SMALLEST_MILLISECONDS
                && asMilliseconds <= options.latestMs()) {
            return "timestamp " + written
                    + " is far in the future and looks like milliseconds; OpenMetrics has seconds:"
                    + " divide by 1000, or read Prometheus text with --format prometheus";
        }
        String date = ms < 253_402_300_800_000L ? " (" + Instant.ofEpochMilli(ms) + ")" : "";
        return "timestamp " + written + date + " is more than a day in the future; check the clock it came from,"
                + " or give --force if it is meant";
    }

    private boolean isEof(int start) {
        byte[] text = lines.buffer();
        return lines.end() - start == 5
                && text[start + 1] == ' '
                && text[start + 2] == 'E'
                && text[start + 3] == 'O'
                && text[start + 4] == 'F';
    }

    private int skipBlanks(int from) {
        byte[] text = lines.buffer();
        int i = from;
        while (i < lines.end() && (text[i] == ' ' || text[i] == '\t')) {
            i++;
        }
        return i;
    }

    private int wordEnd(int from) {
        byte[] text = lines.buffer();
        int i = from;
        while (i < lines.end() && text[i] != ' ' && text[i] != '\t') {
            i++;
        }
        return i;
    }

    private static String word(byte[] text, int from, int to) {
        return NumberParser.shown(text, from, to);
    }

    private OpenMetricsException error(String what) {
        return new OpenMetricsException(lines.lineNumber(), what);
    }
}
