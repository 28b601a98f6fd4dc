package dev.holdfast.forwarder.otlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.OtlpDecoder;
import dev.holdfast.forwarder.testing.OtlpPoint;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ExportRequestEncoderTest {
    private static final long STALE = 0x7ff0000000000002L;
    private static final long AT = 1_700_000_000_123L;
    private static final Labels UP = Labels.of("__name__", "up", "instance", "h", "job", "j");

    @Test
    void theBytesAreThoseOfTheSpecification() throws IOException {
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "a_total", "l", "v", "job", "j"));
        batch.add(1_000, Double.doubleToRawLongBits(1.5));
        batch.add(2_000, STALE);
        ExportRequestEncoder encoder = encoder(new Counters(500), Labels.EMPTY);
        encoder.encode(Piece.whole(batch));
        String attribute = "3a08" + "0a016c" + "1203" + "0a0176"; // l=v
        String first = "0a25" + "110065cd1d00000000" + "1900ca9a3b00000000" + "21000000000000f83f" + attribute;
        String second = "0a1e" + "110065cd1d00000000" + "1900943577" + "00000000" + attribute + "4001";
        String sum = first + second + "1002" + "1801";
        String metric = "0a07" + hex("a_total") + "1204" + hex("help") + "1a0173" + framed("3a", sum);
        String scope = "0a0a" + "0a08" + hex("holdfast") + framed("12", metric);
        String resource = "0a15" + "0a13" + "0a0c" + hex("service.name") + "1203" + "0a016a";
        assertEquals(
                framed("0a", resource + framed("12", scope)),
                HexFormat.of().formatHex(encoder.raw(), 0, encoder.length()));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String framed(String tag, String content) {
        int length = content.length() / 2;
        String varint = length < 128
                ? String.format("%02x", length)
                : String.format("%02x%02x", (length & 127) | 128, length >> 7);
        return tag + varint + content;
    }

    @Test
    void whatGeneratedCodeReadsIsTheSameAndWrittenAgainTheSame() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 30; round++) {
            Batch batch = randomBatch(random, 1 + random.nextInt(60));
            ExportRequestEncoder encoder =
                    encoder(new Counters(random.nextBoolean() ? 0 : AT - 5_000), Labels.of("site", "ship"));
            encoder.encode(Piece.whole(batch));
            if (!encoder.isWritten()) {
                continue;
            }
            byte[] message = Arrays.copyOf(encoder.raw(), encoder.length());
            ExportMetricsServiceRequest generated = ExportMetricsServiceRequest.parseFrom(message);
            assertArrayEquals(message, generated.toByteArray(), "round " + round);
            List<OtlpPoint> points = OtlpDecoder.ofMessage(message);
            assertEquals(Generated.points(generated), points, "round " + round);
            assertEquals(encoder.points(), points.size());
            assertEquals(batch.sampleCount(), points.size());
        }
    }

    @Test
    void valuesKeepTheirBits() throws IOException {
        long[] bits = {
            Double.doubleToRawLongBits(-0.0),
            0,
            Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
            Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
            1,
            Double.doubleToRawLongBits(1.797e308),
        };
        Batch batch = new Batch();
        batch.beginSeries(UP);
        for (int i = 0; i < bits.length; i++) {
            assertTrue(ExportRequestEncoder.isSayable(AT + i, bits[i]));
            batch.add(AT + i, bits[i]);
        }
        List<OtlpPoint> points = points(encoder(SeriesFacts.NONE, Labels.EMPTY), Piece.whole(batch));
        assertEquals(
                Arrays.stream(bits).boxed().toList(),
                points.stream().map(OtlpPoint::bits).toList());
    }

    @Test
    void thereIsNoFormForNanAndForTimesOutsideOfTheRange() {
        long[] nans = {0x7ff8_0000_0000_0000L, 0x7ff0_0000_0000_0001L, 0xfff8_0000_dead_beefL, 0xfff0_0000_0000_0002L};
        for (long nan : nans) {
            assertFalse(ExportRequestEncoder.isSayable(AT, nan));
        }
        assertTrue(ExportRequestEncoder.isSayable(AT, STALE));
        for (long time : new long[] {1, AT, 9_223_372_036_854L}) {
            assertTrue(ExportRequestEncoder.isSayable(time, 1));
        }
        for (long time : new long[] {Long.MIN_VALUE, -1, 0, 9_223_372_036_855L, Long.MAX_VALUE}) {
            assertFalse(ExportRequestEncoder.isSayable(time, 1));
        }
    }

    @Test
    void aStaleMarkerIsAPointWithoutAValue() throws IOException {
        Batch batch = new Batch();
        batch.beginSeries(UP);
        batch.add(AT, STALE);
        OtlpPoint point = points(encoder(SeriesFacts.NONE, Labels.EMPTY), Piece.whole(batch))
                .get(0);
        assertNull(point.bits());
        assertEquals(AT, point.timestampMs());
    }

    @Test
    void countersHaveTheStartThatIsKnownAtTheTimeOfEachSample() throws IOException {
        SeriesFacts rebooted = new Counters(0) {
            @Override
            public long startMs(Labels series, long timestampMs) {
                return timestampMs < AT + 10 ? AT - 1_000 : timestampMs < AT + 20 ? AT + 5 : timestampMs + 1;
            }
        };
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "c_total"));
        batch.add(AT, 5);
        batch.add(AT + 10, 2);
        batch.add(AT + 20, 3); // a start after the sample is no start
        batch.beginSeries(Labels.of("__name__", "g"));
        batch.add(AT, 5);
        List<OtlpPoint> points = points(encoder(rebooted, Labels.EMPTY), Piece.whole(batch));
        assertEquals(
                List.of((AT - 1_000) * 1_000_000, (AT + 5) * 1_000_000, 0L, 0L),
                points.stream().map(OtlpPoint::startNanos).toList());
        assertEquals(
                List.of("counter", "counter", "counter", "gauge"),
                points.stream().map(OtlpPoint::form).toList());
        assertEquals("s", points.get(0).unit());
        assertEquals("help", points.get(0).description());
    }

    @Test
    void seriesOfOneMetricAreOneMessageWhereverTheyStand() throws IOException {
        Batch batch = new Batch();
        for (String first : List.of("a", "b", "c")) { // a label before the name makes metrics take turns
            for (String name : List.of("m", "n")) {
                batch.beginSeries(Labels.of("Zone", first, "__name__", name));
                batch.add(AT, 1);
                batch.add(AT + 1, 2);
            }
        }
        List<OtlpPoint> points = points(encoder(SeriesFacts.NONE, Labels.EMPTY), Piece.whole(batch));
        assertEquals(
                "mmmmmmnnnnnn",
                String.join("", points.stream().map(OtlpPoint::metric).toList()));
    }

    @Test
    void jobAndInstanceAndExternalLabelsAreTheResources() throws IOException {
        SeriesFacts facts = new Counters(0) {
            @Override
            public Labels resource(String job, String instance) {
                return instance.equals("h1") ? Labels.of("host.name", "one", "os.type", "linux") : Labels.EMPTY;
            }
        };
        Labels external = Labels.of("site", "ship-7", "instance", "outside", "os.type", "mine");
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "m", "instance", "h1", "job", "j", "site", "own"));
        batch.add(AT, 1);
        batch.beginSeries(Labels.of("__name__", "m", "instance", "h2", "job", "j"));
        batch.add(AT, 2);
        batch.beginSeries(Labels.of("__name__", "m"));
        batch.add(AT, 3);
        List<OtlpPoint> points = points(encoder(facts, external), Piece.whole(batch));
        assertEquals(
                Map.of(
                        "service.name",
                        "j",
                        "service.instance.id",
                        "h1",
                        "host.name",
                        "one",
                        "os.type",
                        "mine",
                        "site",
                        "ship-7"),
                points.get(0).resource());
        assertEquals(Map.of("site", "own"), points.get(0).attributes());
        assertEquals("h2", points.get(1).resource().get("service.instance.id"));
        assertEquals(
                Map.of("service.instance.id", "outside", "os.type", "mine", "site", "ship-7"),
                points.get(2).resource());
    }

    @Test
    void aPieceIsAllThatIsSentAndTheBytesAreTheSameEveryTime() throws IOException {
        Batch batch = randomBatch(new Random(3), 40);
        ExportRequestEncoder encoder = encoder(new Counters(AT - 1), Labels.EMPTY);
        GzipBody gzip = new GzipBody();
        encoder.encode(Piece.whole(batch));
        gzip.compress(encoder.raw(), encoder.length());
        byte[] first = Arrays.copyOf(gzip.bytes(), gzip.length());
        List<OtlpPoint> part = points(encoder, new Piece(batch, 5, 9, new TimeRange(AT + 2, AT + 4)));
        gzip.compress(encoder.raw(), encoder.length());
        assertTrue(part.stream().allMatch(point -> point.timestampMs() >= AT + 2 && point.timestampMs() < AT + 4));
        encoder.encode(Piece.whole(batch));
        gzip.compress(encoder.raw(), encoder.length());
        assertArrayEquals(first, Arrays.copyOf(gzip.bytes(), gzip.length()));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(first))) {
            assertArrayEquals(Arrays.copyOf(encoder.raw(), encoder.length()), in.readAllBytes());
        }
    }

    @Test
    void whatWouldBeTooLongIsMeasuredAndNotMade() {
        String large = "x".repeat(16_000);
        Labels.Builder labels = Labels.of("__name__", "m").toBuilder();
        for (int i = 0; i < 60; i++) {
            labels.set("l" + i, large);
        }
        Batch batch = new Batch();
        batch.beginSeries(labels.build());
        for (int i = 0; i < 5_000; i++) {
            batch.add(AT + i, i);
        }
        ExportRequestEncoder encoder = encoder(SeriesFacts.NONE, Labels.EMPTY);
        encoder.encode(Piece.whole(batch)); // 4.8 GB
        assertFalse(encoder.isWritten());
        assertEquals(Integer.MAX_VALUE, encoder.length());
        assertEquals(0, encoder.raw().length);
        encoder.encode(new Piece(batch, 0, 1, new TimeRange(AT, AT + 1)));
        assertTrue(encoder.isWritten(), "a single sample is made however long it is");
    }

    private static Batch randomBatch(Random random, int series) {
        Batch batch = new Batch();
        for (int i = 0; i < series; i++) {
            batch.beginSeries(Labels.of(
                    "__name__",
                    "m" + random.nextInt(8) + (random.nextBoolean() ? "_total" : ""),
                    "job",
                    random.nextInt(5) == 0 ? "" : "j" + random.nextInt(2),
                    "n",
                    i + "é\ud83d\ude00".repeat(random.nextInt(80))));
            for (int sample = 0; sample < random.nextInt(20); sample++) {
                batch.add(
                        AT + sample,
                        switch (random.nextInt(6)) {
                            case 0 -> STALE;
                            default -> random.nextLong() & 0xbfff_ffff_ffff_ffffL;
                        });
            }
        }
        return batch;
    }

    private static ExportRequestEncoder encoder(SeriesFacts facts, Labels external) {
        return new ExportRequestEncoder(new StoredNames(facts), facts, external);
    }

    private static List<OtlpPoint> points(ExportRequestEncoder encoder, Piece piece) throws IOException {
        encoder.encode(piece);
        return OtlpDecoder.ofMessage(Arrays.copyOf(encoder.raw(), encoder.length()));
    }

    /** What ends in _total is a counter of seconds. */
    private static class Counters implements SeriesFacts {
        private final long startMs;

        Counters(long startMs) {
            this.startMs = startMs;
        }

        @Override
        public Family family(String metricName) {
            return metricName.endsWith("_total")
                    ? new Family(Kind.COUNTER, "seconds", "help")
                    : new Family(Kind.UNKNOWN, "", "");
        }

        @Override
        public long startMs(Labels series, long timestampMs) {
            return startMs;
        }
    }
}
