package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.testing.Receiver;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.xerial.snappy.Snappy;

/** What holds of every request as bytes and headers: checks of a recording, also of a forged one. */
final class WireChecks {
    private static final byte[] FRAMED = HexFormat.of().parseHex("ff060000734e61507059");

    private WireChecks() {}

    /** Nothing was recorded, nothing is proved. */
    static Recording some(Recording recording) {
        assertFalse(recording.exchanges().isEmpty(), "no request at all");
        return recording;
    }

    static void header(Recording recording, String name, String value) {
        for (Receiver.Request request : some(recording).requests()) {
            assertEquals(List.of(value), request.headers().get(name), name);
        }
    }

    static void userAgent(Recording recording) {
        for (Recording.Exchange exchange : some(recording).exchanges()) {
            assertTrue(exchange.header("User-Agent").matches("[a-z]+/[0-9.]+"), exchange.header("User-Agent"));
        }
    }

    static void posted(Recording recording) {
        for (Receiver.Request request : some(recording).requests()) {
            assertEquals("POST", request.method());
            assertEquals("/api/v1/write", request.path());
        }
    }

    static void rawSnappy(Recording recording) {
        for (Receiver.Request request : some(recording).requests()) {
            byte[] head = Arrays.copyOf(request.body(), FRAMED.length);
            assertFalse(Arrays.equals(FRAMED, head), "the framed format");
            try {
                assertTrue(Snappy.isValidCompressedBuffer(request.body()), "no Snappy block");
                assertTrue(Snappy.uncompressedLength(request.body()) > 0, "an empty message");
            } catch (IOException e) {
                throw new AssertionError("no Snappy block", e);
            }
        }
    }

    static void parseable(Recording recording) {
        List<DecodedV2> decoded = some(recording).v2();
        assertEquals(recording.exchanges().size(), decoded.size(), "not every request is one of 2.0");
        for (DecodedV2 request : decoded) {
            assertFalse(request.symbols().isEmpty(), "no symbols");
            assertFalse(request.series().isEmpty(), "no series");
            for (DecodedV2.Series series : request.series()) {
                assertFalse(series.samples().isEmpty(), "a series without samples");
            }
        }
    }

    static void firstSymbolIsEmpty(Recording recording) {
        for (DecodedV2 request : some(recording).v2()) {
            assertEquals("", request.symbols().get(0));
        }
    }

    static void symbolsAreUnique(Recording recording) {
        for (DecodedV2 request : some(recording).v2()) {
            assertEquals(request.symbols().size(), new HashSet<>(request.symbols()).size(), "a symbol twice");
        }
    }

    static void refsAreInRange(Recording recording) {
        for (DecodedV2 request : some(recording).v2()) {
            int size = request.symbols().size();
            for (DecodedV2.Series series : request.series()) {
                assertTrue(series.refs().stream().allMatch(ref -> ref >= 0 && ref < size), "refs " + series.refs());
                DecodedV2.Metadata metadata = series.metadata();
                assertTrue(metadata == null || (metadata.helpRef() < size && metadata.unitRef() < size), "metadata");
            }
        }
    }

    static void refsAreEven(Recording recording) {
        for (DecodedV2 request : some(recording).v2()) {
            for (DecodedV2.Series series : request.series()) {
                assertEquals(0, series.refs().size() % 2, "refs " + series.refs());
                assertFalse(series.refs().isEmpty(), "a series without labels");
            }
        }
    }

    static void everySymbolIsUsed(Recording recording) {
        for (DecodedV2 request : some(recording).v2()) {
            Set<Integer> used = new HashSet<>(Set.of(0));
            for (DecodedV2.Series series : request.series()) {
                used.addAll(series.refs());
                DecodedV2.Metadata metadata = series.metadata();
                if (metadata != null) {
                    used.add(metadata.helpRef());
                    used.add(metadata.unitRef());
                }
            }
            assertEquals(request.symbols().size(), used.size(), "symbols that nothing refers to");
        }
    }

    /** No native histogram and no exemplar: the strict reader has no words for them, so that it fails at one. */
    static void plainSamplesOnly(Recording recording) {
        for (DecodedV2 request : some(recording).v2()) {
            assertNotNull(request);
        }
    }
}
