package dev.holdfast.fuzz;

import dev.holdfast.agent.openmetrics.OpenMetricsException;
import dev.holdfast.agent.openmetrics.OpenMetricsReader;
import dev.holdfast.agent.openmetrics.OpenMetricsWriter;
import dev.holdfast.agent.openmetrics.ReadOptions;
import dev.holdfast.agent.openmetrics.TextFormat;
import dev.holdfast.storage.Labels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Text of either format. */
final class OpenMetricsTarget implements FuzzTarget {
    private static final ReadOptions OPTIONS = ReadOptions.at(0).withAnyFuture();

    private record Sample(Labels labels, long timestampMs, long bits) {}

    @Override
    public void run(byte[] input) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try {
            Allocation.bounded((4 << 20) + 2_000L * input.length, () -> read(input, OPTIONS, samples));
        } catch (OpenMetricsException e) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenMetricsWriter writer = new OpenMetricsWriter(out);
        for (Sample sample : samples) {
            writer.beginSeries(sample.labels);
            writer.sample(sample.timestampMs, sample.bits);
        }
        writer.finish();
        List<Sample> again = new ArrayList<>();
        read(out.toByteArray(), OPTIONS.withFormat(TextFormat.OPENMETRICS), again);
        if (!again.equals(samples)) {
            throw new IllegalStateException("does not come back: " + samples + " and " + again);
        }
    }

    private static void read(byte[] text, ReadOptions options, List<Sample> into) throws IOException {
        new OpenMetricsReader(
                        new ByteArrayInputStream(text),
                        options,
                        (labels, timestampMs, bits) -> into.add(new Sample(labels, timestampMs, bits)))
                .read();
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                text(
                        "# TYPE a counter\n# HELP a b\na_total{x=\"y\\n\\\"\"} 1.5e3 1795327200.25 # {t=\"1\"} 3\n# EOF\n"),
                text("up{job=\"node\"} 1 1795327200000\nload 0x1p-3 1795327201000\n"),
                text("{\"häuslich.x\",\"a b\"=\"c\"} NaN 12\n# EOF\n"),
                text("x +Inf 7.0004999\n\n  y -Inf\t9 \r\n# EOF"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
