package dev.holdfast.forwarder.remotewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.testing.DecodedSeries;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class WriteRequestEncoderTest {
    private static final long STALE = 0x7ff0000000000002L;

    @Test
    void theBytesAreThoseOfTheSpecification() throws IOException {
        Batch batch = batch(Labels.of("__name__", "up", "job", "a"), new long[] {300}, Double.doubleToRawLongBits(1.5));
        byte[] body = encode(new WriteRequestEncoder(Labels.EMPTY), Piece.whole(batch));
        String timeseries = "0a0e" + "0a085f5f6e616d655f5f" + "12027570" // __name__ up
                + "0a08" + "0a036a6f62" + "120161" // job a
                + "120c" + "09000000000000f83f" + "10ac02"; // 1.5 at 300
        String expected = "0a" + String.format("%02x", timeseries.length() / 2) + timeseries;
        assertEquals(expected, HexFormat.of().formatHex(Snappy.uncompress(body)));
    }

    @Test
    void valuesKeepTheirBits() throws IOException {
        long[] bits = {
            STALE,
            Double.doubleToRawLongBits(Double.NaN),
            0xfff8_0000_dead_beefL,
            Double.doubleToRawLongBits(-0.0),
            0,
            Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
            Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
            Double.doubleToRawLongBits(1.797e308),
            Double.doubleToRawLongBits(2.2e-308),
            Double.doubleToRawLongBits(1.23e-4),
            1
        };
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "m"));
        for (int i = 0; i < bits.length; i++) {
            batch.add(1_700_000_000_000L + i, bits[i]);
        }
        DecodedSeries decoded = decode(encode(new WriteRequestEncoder(Labels.EMPTY), Piece.whole(batch)))
                .get(0);
        assertEquals(Arrays.stream(bits).boxed().toList(), decoded.valueBits());
    }

    @Test
    void timesAreMillisecondsOfAnySignAndSize() throws IOException {
        long[] times = {-5, 0, 1, 1_700_000_000_123L, Long.MAX_VALUE - 1};
        Batch batch = batch(Labels.of("__name__", "m"), times, 7);
        DecodedSeries decoded = decode(encode(new WriteRequestEncoder(Labels.EMPTY), Piece.whole(batch)))
                .get(0);
        assertEquals(Arrays.stream(times).boxed().toList(), decoded.timestampsMs());
    }

    @Test
    void externalLabelsAreAddedInOrderAndNeverReplace() throws IOException {
        Labels external = Labels.of("site", "ship-7", "job", "external", "Zone", "z");
        Batch batch = batch(Labels.of("__name__", "m", "job", "own", "x", "1"), new long[] {1}, 1);
        DecodedSeries decoded = decode(encode(new WriteRequestEncoder(external), Piece.whole(batch)))
                .get(0);
        assertEquals(List.of("Zone", "z", "__name__", "m", "job", "own", "site", "ship-7", "x", "1"), decoded.pairs());
    }

    @Test
    void seriesThatTheProtocolHasNoWordsForAreLeftOutAndCounted() throws IOException {
        Batch batch = new Batch();
        for (String name : new String[] {"good", "größe", "a:b", "9lives", "node.cpu"}) {
            batch.beginSeries(Labels.of("__name__", name));
            batch.add(1, 1);
            batch.add(2, 2);
        }
        batch.beginSeries(Labels.of("__name__", "m", "service.name", "x"));
        batch.add(1, 1);
        batch.beginSeries(Labels.of("__name__", "m", "colons:here", "x"));
        batch.add(1, 1);
        batch.beginSeries(Labels.of("without", "a name"));
        batch.add(1, 1);
        WriteRequestEncoder encoder = new WriteRequestEncoder(Labels.EMPTY);
        List<DecodedSeries> decoded = decode(encode(encoder, Piece.whole(batch)));
        assertEquals(
                List.of("good", "a:b", ""),
                decoded.stream().map(one -> one.labels().metricName()).toList());
        assertEquals(5, encoder.sampleCount());
        assertEquals(8, encoder.leftOutCount());
        assertEquals(Labels.of("__name__", "m", "colons:here", "x"), encoder.leftOut());
        encode(encoder, new Piece(batch, 0, 1, TimeRange.ALL));
        assertEquals(0, encoder.leftOutCount());
        assertNull(encoder.leftOut());
    }

    @Test
    void theBodyIsOneRawBlockAndTheSameEveryTime() throws IOException {
        Batch batch = new Batch();
        for (int series = 0; series < 500; series++) {
            batch.beginSeries(Labels.of("__name__", "m", "n", Integer.toString(series)));
            batch.add(1_700_000_000_000L, series);
        }
        WriteRequestEncoder encoder = new WriteRequestEncoder(Labels.EMPTY);
        byte[] first = encode(encoder, Piece.whole(batch));
        encode(encoder, new Piece(batch, 3, 5, TimeRange.ALL)); // another one in between
        assertArrayEquals(first, encode(encoder, Piece.whole(batch)));
        assertTrue(Snappy.isValidCompressedBuffer(first));
        byte[] framed = HexFormat.of().parseHex("ff060000734e61507059");
        assertNotEquals(0, Arrays.compare(framed, Arrays.copyOf(first, framed.length)));
    }

    @Test
    void aPieceIsAllThatIsSent() throws IOException {
        Batch batch = new Batch();
        for (int series = 0; series < 10; series++) {
            batch.beginSeries(Labels.of("__name__", "m", "n", Integer.toString(series)));
            batch.add(series < 5 ? 100 : 200, series);
            batch.add(300, series);
        }
        Piece piece = new Piece(batch, 3, 8, new TimeRange(0, 200));
        List<DecodedSeries> decoded = decode(encode(new WriteRequestEncoder(Labels.EMPTY), piece));
        assertEquals(
                List.of("3", "4"),
                decoded.stream().map(s -> s.labels().get("n")).toList());
        assertTrue(decoded.stream().allMatch(s -> s.timestampsMs().equals(List.of(100L))));
    }

    @Test
    void longAndOddLabelsPass() throws IOException {
        String longValue = "é\n\"\\\u0000 ".repeat(5_000);
        Batch batch = batch(Labels.of("__name__", "m".repeat(750), "l", longValue), new long[] {1}, 1);
        DecodedSeries decoded = decode(encode(new WriteRequestEncoder(Labels.EMPTY), Piece.whole(batch)))
                .get(0);
        assertEquals(longValue, decoded.labels().get("l"));
    }

    private static Batch batch(Labels labels, long[] times, long bits) {
        Batch batch = new Batch();
        batch.beginSeries(labels);
        for (long time : times) {
            batch.add(time, bits);
        }
        return batch;
    }

    private static byte[] encode(WriteRequestEncoder encoder, Piece piece) {
        encoder.encode(piece);
        return Arrays.copyOf(encoder.block().body(), encoder.block().bodyLength());
    }

    private static List<DecodedSeries> decode(byte[] body) throws IOException {
        return DecodedSeries.ofBody(body);
    }
}
