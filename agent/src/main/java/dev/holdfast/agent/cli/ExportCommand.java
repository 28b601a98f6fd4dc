package dev.holdfast.agent.cli;

import dev.holdfast.agent.openmetrics.OpenMetricsWriter;
import dev.holdfast.agent.openmetrics.SnapshotExport;
import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast export}. */
@Command(
        name = "export",
        sortOptions = false,
        header = "Write samples as OpenMetrics text.",
        synopsisHeading = "Usage: ",
        description = {
            "Writes to standard output, ordered by series and time; \"holdfast import\" reads it back bit for bit, but for"
                    + " stale markers, which the format cannot express: a remark counts those.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast export | gzip > all.om.gz",
            "  holdfast export '{__name__=~\"node_load.*\"}' --since 1d > load.om"
        })
final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MATCHER", arity = "0..1", description = "A selector. Default: everything.")
    private @Nullable String selector;

    @Mixin
    private final SpanOptions span = new SpanOptions();

    @Mixin
    private final DataOption data = new DataOption();

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<SeriesMatcher> matchers = selector == null ? List.of() : SelectorText.parse(selector);
        try (StoreReader store = data.open(console);
                Snapshot snapshot = store.snapshot()) {
            SnapshotExport export = new SnapshotExport(snapshot, MetricCatalogue.load());
            OpenMetricsWriter written = export.write(console.out(), matchers, span.orAll(console));
            console.out().flush();
            if (console.out().checkError()) {
                throw new Failure(ExitStatus.IO, "cannot write, standard output: closed, or its disk is full");
            }
            remarks(export, written, snapshot);
            return snapshot.damages().isEmpty() ? ExitStatus.OK : ExitStatus.DATA;
        }
    }

    private void remarks(SnapshotExport export, OpenMetricsWriter written, Snapshot snapshot) {
        if (written.staleMarkerCount() > 0) {
            console.remark(written.staleMarkerCount() + " stale markers are left out: the format has none");
        }
        if (written.foreignNanCount() > 0) {
            console.remark(written.foreignNanCount() + " NaN of unusual bits are written as NaN");
        }
        if (export.namelessSeriesCount() > 0) {
            console.remark(export.namelessSeriesCount() + " series without a metric name are left out");
        }
        for (Damage damage : snapshot.damages()) {
            console.remark("the export is partial: " + damage + "; see \"holdfast verify\"");
        }
    }
}
