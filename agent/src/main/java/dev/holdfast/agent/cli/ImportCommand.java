package dev.holdfast.agent.cli;

import dev.holdfast.agent.openmetrics.OpenMetricsException;
import dev.holdfast.agent.openmetrics.OpenMetricsReader;
import dev.holdfast.agent.openmetrics.ReadOptions;
import dev.holdfast.agent.openmetrics.SampleConsumer;
import dev.holdfast.agent.openmetrics.TextFormat;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.SeriesLimitException;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast import}. */
@Command(
        name = "import",
        sortOptions = false,
        header = "Take in samples from OpenMetrics or Prometheus text.",
        synopsisHeading = "Usage: ",
        description = {
            "Samples may be of any age and in any order, and may be imported again: of two with the same series and time"
                    + " the later import wins. Either all of a file is taken in, or nothing. Compressed input (gzip) is"
                    + " recognised. The agent must be stopped, since only one process writes to a data directory.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast import history.om.gz --data ./history",
            "  holdfast import --dry-run dump.txt",
            "  curl -s http://host:9100/metrics | holdfast import - --default-timestamp now --label instance=host"
        })
final class ImportCommand implements Callable<Integer> {
    private static final int MAGIC_BYTES = 2;

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "";

    @Option(names = "--dry-run", description = "Read and check everything, store nothing.")
    private boolean dryRun;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Set a label on every series; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--default-timestamp", paramLabel = "T", description = "The time of samples that have none.")
    private @Nullable String defaultTimestamp;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "auto, openmetrics (seconds) or prometheus (milliseconds). Default: auto.")
    private String format = "auto";

    @Option(names = "--force", description = "Take samples that are more than a day in the future.")
    private boolean force;

    @Option(names = "--forward", description = "Send them to the upstreams too. Default: they stay here.")
    private boolean forward;

    @Option(
            names = "--max-series",
            paramLabel = "N",
            description = "Refuse input of more series than that; 0 takes any number. Default: 100000.")
    private int maxSeries = StoreOptions.defaults().maxSeries();

    @Mixin
    private final DataOption data = new DataOption();

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (maxSeries < 0) {
            throw new Failure(ExitStatus.USAGE, "bad number, --max-series: " + maxSeries + "; 0 takes any number");
        }
        ReadOptions options = options();
        ImportTally tally = new ImportTally(labels);
        long startedMs = console.nowMs();
        try (Progress progress = open(tally)) {
            InputStream text = unzipped(progress);
            try {
                if (dryRun) {
                    read(text, options, tally.into((series, timestampMs, bits) -> {}));
                } else {
                    store(text, options, tally);
                }
            } finally {
                progress.clear();
            }
        } catch (OpenMetricsException e) {
            throw new Failure(ExitStatus.DATA, "not imported, " + name() + ": " + e.getMessage(), e);
        } catch (SeriesLimitException e) {
            String more = e.countExceeded() ? ", here with --max-series" : "";
            throw new Failure(ExitStatus.DATA, "not imported, " + name() + ": " + e.getMessage() + more, e);
        } catch (ZipException e) {
            throw new Failure(ExitStatus.DATA, "not imported, " + name() + ": broken gzip: " + e.getMessage(), e);
        }
        summarise(tally, console.nowMs() - startedMs);
        return ExitStatus.OK;
    }

    private void store(InputStream text, ReadOptions options, ImportTally tally) throws IOException {
        try (Store store = data.openForWriting(console, maxSeries);
                BulkLoader loader = store.bulkLoader(forward)) {
            read(text, options, tally.into(loader::add));
            loader.finish();
        }
    }

    private static void read(InputStream text, ReadOptions options, SampleConsumer consumer) throws IOException {
        new OpenMetricsReader(text, options, consumer).read();
    }

    private ReadOptions options() {
        ReadOptions options = ReadOptions.at(console.nowMs()).withFormat(textFormat());
        if (defaultTimestamp != null) {
            options = options.withDefaultTimestampMs(
                    SpanOptions.timeMs("--default-timestamp", defaultTimestamp, console));
        }
        return force ? options.withAnyFuture() : options;
    }

    private TextFormat textFormat() {
        return switch (format) {
            case "auto" -> TextFormat.AUTO;
            case "openmetrics" -> TextFormat.OPENMETRICS;
            case "prometheus" -> TextFormat.PROMETHEUS;
            default ->
                throw new Failure(
                        ExitStatus.USAGE,
                        "no such format, --format: \"" + format + "\" is not one of auto, openmetrics, prometheus");
        };
    }

    private Progress open(ImportTally tally) throws IOException {
        if (file.equals("-")) {
            return new Progress(console.in(), console, 0, tally::samples);
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new Failure(ExitStatus.NO_INPUT, "not a file, " + file + ": name a file of OpenMetrics text");
        }
        try {
            return new Progress(Files.newInputStream(path), console, Files.size(path), tally::samples);
        } catch (NoSuchFileException e) {
            throw new Failure(ExitStatus.NO_INPUT, "no such file, " + file + ": check the name", e);
        }
    }

    private static InputStream unzipped(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(MAGIC_BYTES);
        byte[] magic = buffered.readNBytes(MAGIC_BYTES);
        buffered.reset();
        boolean zipped = magic.length == MAGIC_BYTES && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b;
        return zipped ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private void summarise(ImportTally tally, long tookMs) {
        String range = tally.samples() == 0
                ? ""
                : ", from " + TimeText.format(tally.firstMs(), console.zone()) + " to "
                        + TimeText.format(tally.lastMs(), console.zone()) + " "
                        + TimeText.zoneName(tally.lastMs(), console.zone());
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "%s %,d samples of %,d series%s, in %s%s",
                        dryRun ? "would import" : "imported",
                        tally.samples(),
                        tally.series(),
                        range,
                        TimeText.age(tookMs),
                        dryRun ? "" : ", into " + data.directory(console)));
    }

    private String name() {
        return file.equals("-") ? "standard input" : file;
    }
}
