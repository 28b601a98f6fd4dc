package dev.holdfast.forwarder.otlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.HostSamples;
import dev.holdfast.forwarder.testing.OtlpDecoder;
import dev.holdfast.forwarder.testing.OtlpPoint;
import dev.holdfast.storage.Labels;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A real host's samples under the names of OpenTelemetry, and under their own. */
class RecordedHostOtlpTest {
    private static final String GOLDEN = "host-semconv-1.44.0.txt";

    @Test
    void whatOpenTelemetryHasNamesForIsWhatItAlwaysWas() throws IOException {
        List<OtlpPoint> points = points(new SemconvNames(SemconvTable.load(), new StoredNames(SeriesFacts.NONE)));
        StringBuilder lines = new StringBuilder();
        points.stream()
                .filter(point -> point.metric().startsWith("system."))
                .forEach(point -> lines.append(point.line()).append('\n'));
        try (InputStream golden = Objects.requireNonNull(getClass().getResourceAsStream(GOLDEN))) {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), lines.toString());
        }
    }

    @Test
    void everyRowOfTheTableThatTheHostCanHaveIsUsed() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        Batch batch = HostSamples.first(1);
        for (int i = 0; i < batch.seriesCount(); i++) {
            names.add(batch.labels(i).get(Labels.METRIC_NAME));
        }
        TreeSet<String> unused = new TreeSet<>();
        SemconvTable.load().rows().forEach(row -> unused.add(row.stored()));
        unused.removeAll(names);
        assertEquals(
                new TreeSet<>(List.of("node_cpu_scaling_frequency_hertz")),
                unused,
                "a virtual machine has no frequency");
    }

    @Test
    void nothingIsLostUnderEitherNames() throws IOException {
        Batch batch = HostSamples.first(1);
        List<OtlpPoint> stored = points(new StoredNames(SeriesFacts.NONE));
        assertEquals(batch.sampleCount(), stored.size());
        for (int i = 0; i < stored.size(); i++) {
            assertEquals(batch.labels(i), stored.get(i).labels());
            assertEquals(batch.valueBits(i), stored.get(i).bits());
        }
        List<OtlpPoint> semconv = points(new SemconvNames(SemconvTable.load(), new StoredNames(SeriesFacts.NONE)));
        assertEquals(stored.size(), semconv.size());
        assertEquals(1, semconv.stream().map(OtlpPoint::resource).distinct().count());
        assertTrue(semconv.stream()
                        .filter(point -> point.metric().startsWith("system."))
                        .count()
                > 80);
    }

    private static List<OtlpPoint> points(Names names) throws IOException {
        ExportRequestEncoder encoder = new ExportRequestEncoder(names, SeriesFacts.NONE, Labels.EMPTY);
        encoder.encode(Piece.whole(HostSamples.first(1)));
        byte[] message = Arrays.copyOf(encoder.raw(), encoder.length());
        ExportMetricsServiceRequest generated = ExportMetricsServiceRequest.parseFrom(message);
        assertArrayEquals(message, generated.toByteArray());
        assertEquals(Generated.points(generated), OtlpDecoder.ofMessage(message));
        return OtlpDecoder.ofMessage(message);
    }
}
