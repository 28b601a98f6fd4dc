package dev.holdfast.forwarder.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.OtlpDecoder;
import dev.holdfast.forwarder.testing.OtlpPoint;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SemconvTest {
    private static final long AT = 1_700_000_000_000L;

    /** Attributes of the registry of semantic conventions 1.44.0. */
    private static final Set<String> REGISTRY = Set.of(
            "cpu.logical_number",
            "cpu.mode",
            "disk.io.direction",
            "network.interface.name",
            "network.io.direction",
            "system.device",
            "system.filesystem.mountpoint",
            "system.filesystem.state",
            "system.filesystem.type",
            "system.memory.linux.hugepages.state",
            "system.memory.linux.slab.state",
            "system.memory.state",
            "system.paging.direction",
            "system.paging.fault.type",
            "system.paging.state");

    @Test
    void theTableIsOfTheVersionThatItNames() {
        assertEquals(
                "https://opentelemetry.io/schemas/1.44.0", SemconvTable.load().schemaUrl());
    }

    @Test
    void everyAttributeIsInTheRegistry() {
        Set<String> used = new HashSet<>();
        for (SemconvRow row : SemconvTable.load().rows()) {
            used.addAll(row.fixed().keySet());
            row.renames().forEach(rename -> used.add(rename.attribute()));
        }
        assertEquals(REGISTRY, used);
    }

    @Test
    void rowsOfOneMetricDifferInAnAttributeThatAllOfThemHave() {
        Map<Metric, List<SemconvRow>> byMetric = new HashMap<>();
        SemconvTable.load()
                .rows()
                .forEach(row -> byMetric.computeIfAbsent(row.metric(), metric -> new ArrayList<>())
                        .add(row));
        assertEquals(
                byMetric.size(),
                byMetric.keySet().stream().map(Metric::name).distinct().count(),
                "a name stands for one metric");
        byMetric.forEach((metric, rows) -> {
            Set<Map<String, String>> fixed = new HashSet<>();
            for (SemconvRow row : rows) {
                assertEquals(rows.get(0).fixed().keySet(), row.fixed().keySet(), metric.name());
                assertEquals(rows.get(0).renames(), row.renames(), metric.name());
                assertTrue(fixed.add(row.fixed()), metric.name());
            }
        });
    }

    @Test
    void aTimeOfACpuIsCalledAsOpenTelemetryDoes() throws IOException {
        OtlpPoint point = points(
                        Labels.of("__name__", "node_cpu_seconds_total", "cpu", "12", "mode", "idle", "job", "node"))
                .get(0);
        assertEquals("system.cpu.time", point.metric());
        assertEquals("s", point.unit());
        assertEquals("counter", point.form());
        assertEquals(Map.of("cpu.logical_number", 12L, "cpu.mode", "idle"), point.attributes());
        assertEquals("https://opentelemetry.io/schemas/1.44.0", point.schemaUrl());
        assertEquals(Map.of("service.name", "node"), point.resource());
    }

    @Test
    void twoModesThatAreOneThereStayTwoSeriesThatAddUp() throws IOException {
        List<OtlpPoint> points = points(
                Labels.of("__name__", "node_cpu_seconds_total", "cpu", "0", "mode", "irq"),
                Labels.of("__name__", "node_cpu_seconds_total", "cpu", "0", "mode", "softirq"));
        assertEquals(
                List.of(
                        Map.of("cpu.logical_number", 0L, "cpu.mode", "interrupt", "mode", "irq"),
                        Map.of("cpu.logical_number", 0L, "cpu.mode", "interrupt", "mode", "softirq")),
                points.stream().map(OtlpPoint::attributes).toList());
    }

    @Test
    void bothDirectionsAreOneMetric() throws IOException {
        List<OtlpPoint> points = points(
                Labels.of("__name__", "node_network_receive_bytes_total", "device", "eth0"),
                Labels.of("__name__", "node_network_receive_errs_total", "device", "eth0"),
                Labels.of("__name__", "node_network_transmit_bytes_total", "device", "eth0"));
        assertEquals(
                List.of("system.network.io", "system.network.io", "system.network.errors"),
                points.stream().map(OtlpPoint::metric).toList());
        assertEquals("receive", points.get(0).attributes().get("network.io.direction"));
        assertEquals("transmit", points.get(1).attributes().get("network.io.direction"));
    }

    @Test
    void whatHasNoCounterpartKeepsItsName() throws IOException {
        OtlpPoint point =
                points(Labels.of("__name__", "node_load1", "job", "node")).get(0);
        assertEquals("node_load1", point.metric());
        assertEquals(Map.of(), point.attributes());
    }

    @Test
    void labelsThatAreNotInTheTableStay() throws IOException {
        OtlpPoint point = points(Labels.of(
                        "__name__",
                        "node_filesystem_size_bytes",
                        "device",
                        "/dev/sda1",
                        "device_error",
                        "EIO",
                        "fstype",
                        "ext4",
                        "mountpoint",
                        "/"))
                .get(0);
        assertEquals("sum", point.form());
        assertEquals(
                Map.of(
                        "system.device",
                        "/dev/sda1",
                        "device_error",
                        "EIO",
                        "system.filesystem.type",
                        "ext4",
                        "system.filesystem.mountpoint",
                        "/"),
                point.attributes());
    }

    @Test
    void aSeriesThatHasSuchALabelAlreadyKeepsItsName() throws IOException {
        List<OtlpPoint> points = points(
                Labels.of("__name__", "node_cpu_seconds_total", "cpu", "0", "mode", "idle"),
                Labels.of("__name__", "node_cpu_seconds_total", "cpu", "0", "cpu.mode", "idle", "mode", "idle"));
        assertEquals(
                List.of("system.cpu.time", "node_cpu_seconds_total"),
                points.stream().map(OtlpPoint::metric).toList());
    }

    @Test
    void numbersComeOutAsTheyWere() throws IOException {
        for (String cpu : List.of("0", "7", "007", "", "-1", "1e3", "99999999999999999999", "cpu0")) {
            Object attribute = points(Labels.of("__name__", "node_cpu_scaling_frequency_hertz", "cpu", cpu))
                    .get(0)
                    .attributes()
                    .getOrDefault("cpu.logical_number", "");
            assertEquals(cpu, attribute.toString());
            assertEquals(cpu.equals("0") || cpu.equals("7"), attribute instanceof Long, cpu);
        }
    }

    @Test
    void noTwoSeriesBecomeOne() throws IOException {
        List<String> values = List.of("", "0", "00", "irq", "softirq", "interrupt", "eth0");
        List<String> labels = List.of("cpu", "mode", "device", "cpu.mode", "system.device", "x");
        List<Labels> series = new ArrayList<>();
        java.util.Random random = new java.util.Random(11);
        Set<Labels> seen = new HashSet<>();
        List<SemconvRow> rows = List.copyOf(SemconvTable.load().rows());
        while (series.size() < 5_000) {
            Labels.Builder builder =
                    Labels.of("__name__", rows.get(random.nextInt(rows.size())).stored()).toBuilder();
            labels.forEach(label -> builder.set(label, values.get(random.nextInt(values.size()))));
            Labels made = builder.build();
            if (seen.add(made)) {
                series.add(made);
            }
        }
        Set<List<Object>> identities = new HashSet<>();
        for (OtlpPoint point : points(series.toArray(Labels[]::new))) {
            assertTrue(identities.add(List.of(point.metric(), point.attributes())), point.line());
        }
        assertEquals(series.size(), identities.size());
    }

    private static List<OtlpPoint> points(Labels... series) throws IOException {
        Batch batch = new Batch();
        for (Labels one : series) {
            batch.beginSeries(one);
            batch.add(AT, Double.doubleToRawLongBits(1));
        }
        ExportRequestEncoder encoder = new ExportRequestEncoder(
                new SemconvNames(SemconvTable.load(), new StoredNames(SeriesFacts.NONE)),
                SeriesFacts.NONE,
                Labels.EMPTY);
        encoder.encode(Piece.whole(batch));
        return OtlpDecoder.ofMessage(Arrays.copyOf(encoder.raw(), encoder.length()));
    }
}
