package dev.holdfast.forwarder.otlp;

import dev.holdfast.storage.Labels;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's names where there are any, else those that are stored. One thread.
 */
final class SemconvNames implements Names {
    private final SemconvTable table;
    private final Names others;

    SemconvNames(SemconvTable table, Names others) {
        this.table = table;
        this.others = others;
    }

    @Override
    public String schemaUrl() {
        return table.schemaUrl();
    }

    @Override
    public Metric metric(Labels series) {
        SemconvRow row = row(series);
        return row == null ? others.metric(series) : row.metric();
    }

    @Override
    public void attributes(Labels series, Attributes out) {
        SemconvRow row = row(series);
        if (row == null) {
            others.attributes(series, out);
        } else {
            row.attributes(series, out);
        }
    }

    private @Nullable SemconvRow row(Labels series) {
        SemconvRow row = table.row(series.get(Labels.METRIC_NAME));
        return row != null && row.fits(series) ? row : null;
    }
}
