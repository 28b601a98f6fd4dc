package dev.holdfast.agent.openmetrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Labels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenMetricsReaderTest {
    private static final long NOW_MS = 1_795_327_200_000L;

    private record Sample(Labels labels, long timestampMs, long valueBits) {}

    private static Sample sample(String series, long timestampMs, double value, String... labels) {
        Labels.Builder builder = Labels.of(labels).toBuilder().set(Labels.METRIC_NAME, series);
        return new Sample(builder.build(), timestampMs, Double.doubleToRawLongBits(value));
    }

    private static List<Sample> read(ReadOptions options, byte[] text) throws IOException {
        List<Sample> samples = new ArrayList<>();
        new OpenMetricsReader(new ByteArrayInputStream(text), options, (l, t, v) -> samples.add(new Sample(l, t, v)))
                .read();
        return samples;
    }

    private static List<Sample> read(String text) throws IOException {
        return read(ReadOptions.at(NOW_MS), text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Sample> prometheus(String text) throws IOException {
        return read(ReadOptions.at(NOW_MS).withFormat(TextFormat.PROMETHEUS), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String text, String message) {
        OpenMetricsException e = assertThrows(OpenMetricsException.class, () -> read(text));
        assertTrue(String.valueOf(e.getMessage()).contains(message), () -> String.valueOf(e.getMessage()));
        assertEquals(-1, String.valueOf(e.getMessage()).indexOf('\n'));
    }

    @Test
    void readsSamplesOfInterleavedSeriesInAnyOrder() throws IOException {
        assertEquals(
                List.of(
                        sample("a", 2_000, 1),
                        sample("b", 1_000, 2.5, "x", "1"),
                        sample("a", 1_000, 3),
                        sample("b", 0, -4, "x", "1"),
                        sample("a", 1_000, 5, "x", "1")),
                read("# TYPE a counter\na 1 2\nb{x=\"1\"} 2.5 1\na 3.0 1\nb{x=\"1\"} -4 0\na{x=\"1\"} 5 1.0\n# EOF\n"));
    }

    @Test
    void roundsTimestampsToTheNearestMillisecondInExactDecimals() throws IOException {
        String text = "a 1 1795327201.605\na 1 1795327201.6054999999999999999\na 1 1795327201.6055\na 1 0.0004\n"
                + "a 1 0.0005\na 1 1.7e9\na 1 1795327201605e-3\na 1 -0.0001\na 1 1\na 1 0.99951\n# EOF";
        List<Long> times = read(text).stream().map(Sample::timestampMs).toList();
        assertEquals(
                List.of(
                        1795327201605L,
                        1795327201605L,
                        1795327201606L,
                        0L,
                        1L,
                        1_700_000_000_000L,
                        1795327201605L,
                        0L,
                        1000L,
                        1000L),
                times);
    }

    @Test
    void readsValuesToTheBit() throws IOException {
        String[] words = {
            "1",
            "1.0",
            "-0",
            "+7",
            "0.1",
            "1e23",
            "9007199254740993",
            "1.7976931348623157e308",
            "4.9E-324",
            "123456789012345678901234567890",
            "0.30000000000000004",
            "1e-400",
            ".5",
            "5.",
            "2.2250738585072011e-308"
        };
        for (String word : words) {
            assertEquals(
                    Double.doubleToRawLongBits(Double.parseDouble(word)),
                    read("a " + word + " 1\n# EOF\n").get(0).valueBits(),
                    word);
        }
        assertEquals(0x7ff8000000000001L, read("a NaN 1\n# EOF\n").get(0).valueBits());
        assertEquals(
                sample("a", 1_000, Double.POSITIVE_INFINITY),
                read("a +Inf 1\n# EOF\n").get(0));
        assertEquals(
                sample("a", 1_000, Double.POSITIVE_INFINITY),
                read("a inf 1\n# EOF\n").get(0));
        assertEquals(
                sample("a", 1_000, Double.NEGATIVE_INFINITY),
                read("a -Infinity 1\n# EOF\n").get(0));
    }

    @Test
    void readsEscapesQuotedNamesAndUtf8() throws IOException {
        assertEquals(
                List.of(sample("m", 1_000, 1, "a", "q\"b\\n\nz\\t", "b", "}{ ,=#é\uD83D\uDE00")),
                read("m{a=\"q\\\"b\\\\n\\nz\\t\",b=\"}{ ,=#é\uD83D\uDE00\"} 1 1\n# EOF\n"));
        assertEquals(
                List.of(sample("a.b", 1_000, 1, "x", "y"), sample("a.b", 2_000, 1), sample("m", 3_000, 1, "é é", "v")),
                read("{\"a.b\",x=\"y\"} 1 1\n{\"a.b\"} 1 2\nm{\"é é\"=\"v\",} 1 3\n# EOF\n"));
        assertEquals(List.of(sample("m", 1_000, 1)), read("m{empty=\"\"} 1 1\n# EOF\n"));
        assertEquals(List.of(sample("m", 1_000, 1), sample("m", 1_000, 1)), read("m 1 1\nm {} 1 1\n# EOF\n"));
    }

    @Test
    void skipsExemplarsMetadataAndBlankLines() throws IOException {
        assertEquals(List.of(sample("h_bucket", 1_000, 4, "le", "+Inf"), sample("c_total", 2_000, 9)), read("""
                        # TYPE h histogram
                        # UNIT h seconds
                        # HELP h What {a="
                        h_bucket{le="+Inf"} 4 1 # {trace_id="x"} 0.67 1.5

                        c_total  9\t2 # {} 1\r
                        # EOF

                        """));
    }

    @Test
    void tellsTheFormatByItself() throws IOException {
        assertEquals(1_700_000_000_000L, read("a 1 1700000000000\n").get(0).timestampMs());
        assertEquals(1_700_000_000_000L, read("a 1 1700000000\n# EOF\n").get(0).timestampMs());
        assertEquals(1_500L, read("# TYPE a untyped\na 1 1500\n").get(0).timestampMs());
        assertEquals(1_500L, read("\na 1 1500\n").get(0).timestampMs());
        assertEquals(
                1_700_000_000_000L,
                read("a{b=\" # {\"} 1 1700000000000\n").get(0).timestampMs());
        assertRefused("a 1 1700000000\n", "truncated");
        assertRefused("# TYPE a unknown\na 1 1\n", "truncated");
        assertRefused("a 1 1700000000.5\n", "truncated");
        byte[] marked = "\uFEFFa 1 1\n# EOF".getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of(sample("a", 1_000, 1)), read(ReadOptions.at(NOW_MS), marked));
    }

    @Test
    void takesADefaultTimestamp() throws IOException {
        ReadOptions options = ReadOptions.at(NOW_MS).withDefaultTimestampMs(77);
        assertEquals(
                List.of(sample("a", 77, 1), sample("a", 5_000, 2)),
                read(options, "a 1\na 2 5\n# EOF\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void saysWhereAndWhatIsWrong() {
        assertRefused("a 1 1\na 1\n# EOF\n", "line 2: sample without a timestamp");
        assertRefused(
                "a 1 1795327201605\n# EOF\n",
                "line 1: timestamp 1795327201605 is far in the future and looks like" + " milliseconds");
        assertRefused("a 1 1895327201\n# EOF\n", "(2030-01-22T15:46:41Z) is more than a day in the future");
        assertRefused("a 1 -5\n# EOF\n", "before 1970");
        assertRefused("a 1 1e999999999\n# EOF\n", "out of range");
        assertRefused("a 1e999 1\n# EOF\n", "out of range");
        assertRefused("a 1 NaN\n# EOF\n", "not a timestamp");
        assertRefused("a 0x10 1\n# EOF\n", "not a number: '0x10'");
        assertRefused("a 1d 1\n# EOF\n", "not a number");
        assertRefused("a\n# EOF\n", "no value");
        assertRefused("{x=\"y\"} 1 1\n# EOF\n", "no metric name");
        assertRefused("a.b 1 1\n# EOF\n", "not a valid metric name: 'a.b'");
        assertRefused("a{b-c=\"1\"} 1 1\n# EOF\n", "not a valid label name: 'b-c'");
        assertRefused("a{b=\"1\",b=\"2\"} 1 1\n# EOF\n", "label b comes twice");
        assertRefused("a{b=\"\",b=\"2\"} 1 1\n# EOF\n", "label b comes twice");
        assertRefused("a{__name__=\"2\"} 1 1\n# EOF\n", "__name__ comes twice");
        assertRefused("a{b=\"1} 1 1\n# EOF\n", "does not end");
        assertRefused("a{b=\"1\" 1 1\n# EOF\n", "do not end");
        assertRefused("a{b=1} 1 1\n# EOF\n", "not quoted");
        assertRefused("a{b=\"1\",,} 1 1\n# EOF\n", "not a valid label name");
        assertRefused("a{\"b\"} 1 1\n# EOF\n", "only the metric name");
        assertRefused("a 1 1 1\n# EOF\n", "unexpected text");
        assertRefused("a 1 1\n# EOF\nb 1 1\n", "line 3: text after '# EOF'");
        assertRefused("# TYPE a unknown\na 1 1\n# EO", "truncated");
        assertThrows(OpenMetricsException.class, () -> prometheus("a 1 1"));
        assertThrows(OpenMetricsException.class, () -> prometheus("a 1 1.5\n"));
    }

    @Test
    void takesAFarFutureWhenForced() throws IOException {
        ReadOptions options = ReadOptions.at(NOW_MS).withAnyFuture();
        assertEquals(
                1_795_327_201_605_000L,
                read(options, "a 1 1795327201605\n# EOF\n".getBytes(StandardCharsets.UTF_8))
                        .get(0)
                        .timestampMs());
    }

    @Test
    void aTimeThatNoStoreTakesIsRefusedEvenWhenForced() {
        ReadOptions options = ReadOptions.at(NOW_MS).withAnyFuture();
        OpenMetricsException refused = assertThrows(
                OpenMetricsException.class,
                () -> read(options, "a 1 99999999999999\n# EOF\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals("line 1: timestamp out of range: 99999999999999", refused.getMessage());
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] text = "a{b=\"x\"} 1 1\n# EOF\n".getBytes(StandardCharsets.UTF_8);
        text[5] = (byte) 0xC3;
        OpenMetricsException e = assertThrows(OpenMetricsException.class, () -> read(ReadOptions.at(NOW_MS), text));
        assertEquals("line 1: not valid UTF-8; convert the input to UTF-8", e.getMessage());
    }

    @Test
    void readsLinesAcrossTheEdgesOfItsBuffer() throws IOException {
        // A stream that gives one byte at a time, and labels longer than the buffer.
        String value = "v".repeat(300_000);
        byte[] text = ("a{l=\"" + value + "\"} 1 1\nb 2 2\n# EOF\n").getBytes(StandardCharsets.UTF_8);
        InputStream trickle = new ByteArrayInputStream(text) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };
        List<Sample> samples = new ArrayList<>();
        new OpenMetricsReader(
                        trickle,
                        ReadOptions.at(NOW_MS).withFormat(TextFormat.OPENMETRICS),
                        (l, t, v) -> samples.add(new Sample(l, t, v)))
                .read();
        assertEquals(List.of(sample("a", 1_000, 1, "l", value), sample("b", 2_000, 2)), samples);
    }
}
