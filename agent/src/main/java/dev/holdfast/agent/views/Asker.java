package dev.holdfast.agent.views;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.storage.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks the store in PromQL. One thread; valid while its snapshot is open. */
final class Asker {
    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());
    private final Snapshot snapshot;

    Asker(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The curves of an expression over a stretch, both ends included, by the value of a label. */
    Map<String, Curve> curves(String expression, String label, long fromMs, long toMs, long stepMs) {
        Map<String, Curve> curves = new LinkedHashMap<>();
        MatrixResult result = engine.range(expression, snapshot, fromMs, toMs, stepMs);
        for (MatrixSeries series : result.series()) {
            String name = label.isEmpty() ? "" : series.labels().get(label);
            curves.putIfAbsent(name, Curve.of(series, fromMs, toMs, stepMs));
        }
        return curves;
    }

    /** The largest value of an instant vector; NaN when it is empty. */
    double instant(String expression, long atMs) {
        QueryResult result = engine.instant(expression, snapshot, atMs);
        double largest = Double.NaN;
        if (result instanceof VectorResult vector) {
            for (var sample : vector.samples()) {
                largest = Double.isNaN(largest) ? sample.value() : Math.max(largest, sample.value());
            }
        }
        return largest;
    }
}
