package dev.holdfast.agent.cli;

import dev.holdfast.agent.openmetrics.Families;
import dev.holdfast.agent.openmetrics.OpenMetricsWriter;
import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ScalarResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.VectorSample;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query's answer as OpenMetrics with times, which {@code holdfast import} takes back.
 *
 * <p>A series there has a name. What keeps its name in PromQL keeps it here, with the type that it is known by; what is computed
 * has none and needs one from the command line.
 */
final class ResultOpenMetrics {
    private final OutputStream out;
    private final @Nullable String name;

    /** A writer; the name is for series without one. */
    ResultOpenMetrics(OutputStream out, @Nullable String name) {
        this.out = out;
        this.name = name;
    }

    /**
     * Writes the exposition; the writer has the counts.
     *
     * @throws Failure when a series has no name, or two have the same
     */
    OpenMetricsWriter print(QueryResult result) throws IOException {
        TreeMap<String, TreeMap<Labels, MatrixSeries>> families = new TreeMap<>();
        for (MatrixSeries series : series(result)) {
            Labels labels = named(series.labels());
            MatrixSeries before = families.computeIfAbsent(labels.metricName(), metric -> new TreeMap<>())
                    .put(labels, series);
            if (before != null) {
                throw new Failure(
                        ExitStatus.DATA,
                        "two series of one name, -o openmetrics: " + labels + "; choose another with --name");
            }
        }
        MetricCatalogue catalogue = MetricCatalogue.load();
        OpenMetricsWriter writer = new OpenMetricsWriter(out);
        for (Map.Entry<String, TreeMap<Labels, MatrixSeries>> family : families.entrySet()) {
            writer.beginFamily(Families.of(catalogue, family.getKey(), families.keySet()));
            for (Map.Entry<Labels, MatrixSeries> entry : family.getValue().entrySet()) {
                writer.beginSeries(entry.getKey());
                MatrixSeries series = entry.getValue();
                for (int i = 0; i < series.size(); i++) {
                    writer.sample(series.timestampMs(i), Double.doubleToRawLongBits(series.value(i)));
                }
            }
        }
        writer.finish();
        return writer;
    }

    private static List<MatrixSeries> series(QueryResult result) {
        if (result instanceof MatrixResult matrix) {
            return matrix.series();
        }
        if (result instanceof VectorResult vector) {
            return vector.samples().stream().map(ResultOpenMetrics::one).collect(Collectors.toList());
        }
        if (result instanceof ScalarResult scalar) {
            return List.of(
                    new MatrixSeries(Labels.EMPTY, new long[] {scalar.timestampMs()}, new double[] {scalar.value()}));
        }
        throw new Failure(ExitStatus.USAGE, "no numbers, -o openmetrics: the expression is a text; use -o json");
    }

    private static MatrixSeries one(VectorSample sample) {
        return new MatrixSeries(sample.labels(), new long[] {sample.timestampMs()}, new double[] {sample.value()});
    }

    private Labels named(Labels labels) {
        if (!labels.metricName().isEmpty()) {
            return labels;
        }
        if (name == null) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "no metric name, -o openmetrics: what this expression computes has none; give it one with --name, for"
                            + " example --name host:load:ratio");
        }
        return labels.toBuilder().set(Labels.METRIC_NAME, name).build();
    }
}
