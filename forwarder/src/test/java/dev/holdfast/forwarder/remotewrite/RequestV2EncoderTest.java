package dev.holdfast.forwarder.remotewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.DecodedSeries;
import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class RequestV2EncoderTest {
    private static final long STALE = 0x7ff0000000000002L;
    private static final long BOOT_MS = 200;

    private static final SeriesFacts FACTS = new SeriesFacts() {
        private final Family counter = new Family(Kind.COUNTER, "", "Things.");
        private final Family gauge = new Family(Kind.GAUGE, "bytes", "");

        @Override
        public @Nullable Family family(String metricName) {
            return metricName.endsWith("_total") ? counter : metricName.endsWith("_bytes") ? gauge : null;
        }

        @Override
        public long startMs(Labels series, long timestampMs) {
            return timestampMs >= BOOT_MS ? BOOT_MS : 0;
        }
    };

    @Test
    void theBytesAreThoseOfTheSpecification() throws IOException {
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "a_total", "job", "j"));
        batch.add(300, Double.doubleToRawLongBits(1.5));
        String symbols = "2200" + "22085f5f6e616d655f5f" + "2207615f746f74616c" + "22036a6f62" + "22016a"
                + "22075468696e67732e"; // "", __name__, a_total, job, j, Things.
        String series = "0a0401020304" // label refs, packed
                + "120f" + "09000000000000f83f" + "10ac02" + "18c801" // 1.5 at 300 since 200
                + "2a04" + "0801" + "1805"; // counter, help 5
        String expected = symbols + "2a" + String.format("%02x", series.length() / 2) + series;
        assertEquals(expected, HexFormat.of().formatHex(Snappy.uncompress(encode(encoder(), Piece.whole(batch)))));
    }

    @Test
    void valuesKeepTheirBitsAndTimesTheirSign() throws IOException {
        long[] bits = {STALE, 0xfff8_0000_dead_beefL, Long.MIN_VALUE, 0, 1, Double.doubleToRawLongBits(1.797e308)};
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "m"));
        for (int i = 0; i < bits.length; i++) {
            batch.add(i == 0 ? -7 : 1_700_000_000_000L + i, bits[i]);
        }
        DecodedV2.Series series = decode(batch).series().get(0);
        assertEquals(
                Arrays.stream(bits).boxed().toList(),
                series.samples().stream().map(DecodedV2.Sample::valueBits).toList());
        assertEquals(-7, series.samples().get(0).timestampMs());
        assertNull(series.metadata());
    }

    @Test
    void countersBeginWhereTheyAreKnownToAndNeverAfterTheSample() throws IOException {
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "m_total"));
        batch.add(BOOT_MS - 1, 1);
        batch.add(BOOT_MS, 2);
        batch.add(BOOT_MS + 1, 3);
        batch.beginSeries(Labels.of("__name__", "m_bytes"));
        batch.add(BOOT_MS + 1, 4);
        DecodedV2 decoded = decode(batch);
        assertEquals(
                List.of(0L, BOOT_MS, BOOT_MS),
                decoded.series().get(0).samples().stream()
                        .map(DecodedV2.Sample::startMs)
                        .toList());
        assertEquals(0, decoded.series().get(1).samples().get(0).startMs());
    }

    @Test
    void aStartBehindTheSampleIsNoStart() throws IOException {
        SeriesFacts wrong = new SeriesFacts() {
            @Override
            public Family family(String metricName) {
                return new Family(Kind.COUNTER, "", "");
            }

            @Override
            public long startMs(Labels series, long timestampMs) {
                return timestampMs + 1;
            }
        };
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "m"));
        batch.add(5, 1);
        DecodedV2 decoded = DecodedV2.ofBody(encode(new RequestV2Encoder(Labels.EMPTY, wrong), Piece.whole(batch)));
        assertEquals(0, decoded.series().get(0).samples().get(0).startMs());
    }

    @Test
    void metadataGoesWithEverySeriesOfTheMetric() throws IOException {
        Batch batch = new Batch();
        for (int n = 0; n < 3; n++) {
            batch.beginSeries(Labels.of("__name__", n < 2 ? "m_bytes" : "m_total", "n", "" + n));
            batch.add(500, n);
        }
        DecodedV2 decoded = decode(batch);
        DecodedV2.Metadata gauge = decoded.series().get(0).metadata();
        assertNotNull(gauge);
        assertEquals(gauge, decoded.series().get(1).metadata());
        assertEquals(2, gauge.type());
        assertEquals("bytes", decoded.symbol(gauge.unitRef()));
        assertEquals("", decoded.symbol(gauge.helpRef()));
        DecodedV2.Metadata counter = decoded.series().get(2).metadata();
        assertNotNull(counter);
        assertEquals(1, counter.type());
        assertEquals("Things.", decoded.symbol(counter.helpRef()));
    }

    @Test
    void bothVersionsSayTheSame() throws IOException {
        Labels external = Labels.of("site", "ship-7", "job", "external");
        Batch batch = many(700, 3);
        WriteRequestEncoder v1 = new WriteRequestEncoder(external);
        RequestV2Encoder v2 = new RequestV2Encoder(external, FACTS);
        Piece piece = new Piece(batch, 13, 613, new TimeRange(1_001, Long.MAX_VALUE));
        assertEquals(
                DecodedSeries.ofBody(encode(v1, piece)),
                DecodedV2.ofBody(encode(v2, piece)).asV1());
        assertEquals(v1.sampleCount(), v2.sampleCount());
        assertEquals(1_200, v2.sampleCount());
    }

    @Test
    void everyStringIsThereOnceHoweverManyThereAre() throws IOException {
        DecodedV2 decoded = decode(many(5_000, 1)); // makes the table grow
        assertEquals("", decoded.symbols().get(0));
        assertEquals(decoded.symbols().size(), new HashSet<>(decoded.symbols()).size());
        assertEquals(5_000, decoded.series().size());
    }

    @Test
    void labelsAreSortedByBytesBeyondTheBasicPlane() throws IOException {
        String emoji = "\ud83d\ude00"; // F0 9F 98 80, above
        String fullWidth = "\uff21"; // EF BC A1
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "m", emoji, "1", fullWidth, "2"));
        batch.add(1, 1);
        List<String> names = decode(batch).asV1().get(0).names();
        List<byte[]> bytes = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        for (int i = 1; i < bytes.size(); i++) {
            assertTrue(Arrays.compareUnsigned(bytes.get(i - 1), bytes.get(i)) < 0, names.toString());
        }
        assertEquals(List.of("__name__", fullWidth, emoji), names);
    }

    @Test
    void theSamePieceIsTheSameBytes() {
        Batch batch = many(500, 2);
        RequestV2Encoder encoder = encoder();
        byte[] first = encode(encoder, Piece.whole(batch));
        encode(encoder, Piece.whole(many(3_000, 1)));
        encode(encoder, new Piece(batch, 3, 5, TimeRange.ALL));
        assertArrayEquals(first, encode(encoder, Piece.whole(batch)));
        assertArrayEquals(first, encode(encoder(), Piece.whole(batch)));
    }

    @Test
    void aRequestAllocatesNextToNothing() {
        Batch batch = many(500, 4);
        Piece piece = Piece.whole(batch);
        RequestV2Encoder encoder = encoder();
        for (int i = 0; i < 50; i++) {
            encoder.encode(piece);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            encoder.encode(piece);
        }
        long aRequest = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
        assertEquals(0, aRequest / 512, "bytes a request of 500 series: " + aRequest); // one CodedOutputStream
    }

    private static Batch many(int series, int ticks) {
        Batch batch = new Batch();
        for (int n = 0; n < series; n++) {
            String name = n % 2 == 0 ? "metric_" + n % 97 + "_total" : "size_" + n % 89 + "_bytes";
            batch.beginSeries(
                    Labels.of("__name__", name, "job", "node", "n", Integer.toString(n), "text", "ü" + n % 3));
            for (int tick = 0; tick < ticks; tick++) {
                batch.add(1_000 + tick, n);
            }
        }
        return batch;
    }

    private static RequestV2Encoder encoder() {
        return new RequestV2Encoder(Labels.EMPTY, FACTS);
    }

    private static DecodedV2 decode(Batch batch) throws IOException {
        return DecodedV2.ofBody(encode(encoder(), Piece.whole(batch)));
    }

    private static byte[] encode(BodyEncoder encoder, Piece piece) {
        encoder.encode(piece);
        return Arrays.copyOf(encoder.block().body(), encoder.block().bodyLength());
    }
}
