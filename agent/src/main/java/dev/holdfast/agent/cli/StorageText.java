package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.SizeText;
import dev.holdfast.agent.text.TextTable;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.WriteTotals;
import dev.holdfast.storage.sstable.BloomTotals;
import dev.holdfast.storage.sstable.ClassTotals;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SeriesClass;
import dev.holdfast.storage.sstable.SstableBytes;
import dev.holdfast.storage.survey.FileKind;
import dev.holdfast.storage.survey.FileTotals;
import dev.holdfast.storage.survey.PartitionReport;
import dev.holdfast.storage.survey.StorageReport;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints for people what the bytes of a data directory are spent on. */
final class StorageText {
    private static final int PARTITIONS_SHOWN = 8;
    private static final int KEY_WIDTH = 11;

    private final PrintStream out;
    private final ZoneId zone;
    private final boolean all;

    /** With a line for every partition, or for the newest only. */
    StorageText(PrintStream out, ZoneId zone, boolean all) {
        this.out = out;
        this.zone = zone;
        this.all = all;
    }

    void print(StorageReport report, WriteTotals written) {
        line("directory", SizeText.approximate(report.directoryBytes()));
        for (FileKind kind : FileKind.values()) {
            FileTotals totals = report.files().getOrDefault(kind, FileTotals.NONE);
            if (totals.count() > 0) {
                line("", SizeText.approximate(totals.bytes()) + " in " + totals.count() + " " + name(kind));
            }
        }
        long sealed =
                report.partitions().stream().filter(PartitionReport::isSealed).count();
        int partitions = report.partitions().size();
        line("partitions", partitions + ": " + sealed + " sealed, " + (partitions - sealed) + " open");
        for (Damage damage : report.unreadable()) {
            line("unreadable", damage.toString());
        }
        if (report.tombstones() > 0) {
            line("deletes", report.tombstones() + " that merges have still to apply");
        }
        printWritten(written);
        line("bloom", bloom(report.bloom()));
        if (partitions > 0) {
            printPartitions(report);
            printClasses(report);
            printParts(report);
        }
    }

    /** What the disk had to bear in the life of the store. */
    private void printWritten(WriteTotals written) {
        line(
                "written",
                SizeText.approximate(written.loggedBytes()) + " to the log, "
                        + SizeText.approximate(written.flushedBytes()) + " from memory and by imports, "
                        + SizeText.approximate(written.mergedBytes()) + " by merges");
        if (written.flushedBytes() > 0) {
            line(
                    "",
                    String.format(
                            Locale.ROOT,
                            "each byte of an sstable %.2f times in the end (write amplification)",
                            written.amplification()));
        }
    }

    private void printPartitions(StorageReport report) {
        TextTable table = new TextTable(
                List.of("PARTITION", "LENGTH", "STATE", "SSTABLES", ">SERIES", ">SAMPLES", ">SIZE", ">BYTES A SAMPLE"));
        List<PartitionReport> partitions = new ArrayList<>(report.partitions());
        Collections.reverse(partitions);
        int shown = all ? partitions.size() : Math.min(PARTITIONS_SHOWN, partitions.size());
        for (PartitionReport partition : partitions.subList(0, shown)) {
            long fromMs = partition.window().fromInclusiveMs();
            table.row(List.of(
                    TimeText.format(fromMs, zone) + " " + TimeText.zoneName(fromMs, zone),
                    TimeText.age(partition.window().lengthMs()),
                    partition.isSealed() ? "sealed" : "open",
                    runs(partition.runs()),
                    grouped(partition.mostSeries()),
                    grouped(partition.samples()),
                    SizeText.approximate(partition.bytes()),
                    ratio(partition.bytes(), partition.samples())));
        }
        long bytes = partitions.stream().mapToLong(PartitionReport::bytes).sum();
        table.row(List.of(
                "all " + partitions.size(),
                "",
                "",
                "",
                "",
                grouped(report.samples()),
                SizeText.approximate(bytes),
                ratio(bytes, report.samples())));
        out.println();
        table.print(out);
        if (shown < partitions.size()) {
            out.println("the newest " + shown + "; --all lists every one");
        }
    }

    /** How many of each level, and of each tier of rollups: {@code 1 sealed}, {@code 3 young, 1 merged}. */
    private static String runs(List<RunInfo> runs) {
        List<String> parts = new ArrayList<>();
        for (int level = RunInfo.LEVEL_YOUNG; level <= RunInfo.LEVEL_DENSE; level++) {
            int wanted = level;
            long count = runs.stream()
                    .filter(run -> run.level() == wanted && run.tier() == 0)
                    .count();
            if (count > 0) {
                parts.add(count + " " + level(level));
            }
        }
        for (RunInfo run : runs) {
            if (run.tier() > 0) {
                parts.add("1 " + level(run.level()) + " thinned to tier " + run.tier());
            }
        }
        return String.join(", ", parts);
    }

    private static String level(int level) {
        return switch (level) {
            case RunInfo.LEVEL_YOUNG -> "young";
            case RunInfo.LEVEL_MERGED -> "merged";
            case RunInfo.LEVEL_SEALED -> "sealed";
            default -> "dense";
        };
    }

    private void printClasses(StorageReport report) {
        TextTable table = new TextTable(
                List.of("VALUES", ">SERIES", ">SAMPLES", ">SIZE", ">SHARE", ">BYTES A SAMPLE", ">ROLLUPS"));
        for (SeriesClass kind : SeriesClass.values()) {
            ClassTotals totals = report.classes().getOrDefault(kind, ClassTotals.NONE);
            if (totals.samples() > 0) {
                table.row(List.of(
                        name(kind),
                        grouped(totals.mostSeries()),
                        grouped(totals.samples()),
                        SizeText.approximate(totals.valueBytes()),
                        share(totals.valueBytes(), report.bytes().values()),
                        ratio(totals.valueBytes(), totals.samples()),
                        SizeText.approximate(totals.rollupBytes())));
            }
        }
        out.println();
        table.print(out);
    }

    private void printParts(StorageReport report) {
        SstableBytes bytes = report.bytes();
        TextTable table = new TextTable(List.of("PART OF SSTABLES", ">SIZE", ">SHARE", ">BYTES A SAMPLE"));
        part(table, "values", bytes.values(), report);
        part(table, "timestamps", bytes.timestamps(), report);
        part(table, "rollups", bytes.rollups(), report);
        part(table, "series index", bytes.seriesIndex(), report);
        part(table, "symbols", bytes.symbols(), report);
        part(table, "postings", bytes.postings(), report);
        part(table, "bloom filters", bytes.bloomFilter(), report);
        part(table, "places of time columns", bytes.timeColumnIndex(), report);
        part(table, "places of blocks", bytes.blockPlaces(), report);
        part(table, "properties and footer", bytes.properties(), report);
        part(table, "all", bytes.total(), report);
        out.println();
        table.print(out);
    }

    private static void part(TextTable table, String name, long bytes, StorageReport report) {
        table.row(List.of(
                name,
                SizeText.approximate(bytes),
                share(bytes, report.bytes().total()),
                ratio(bytes, report.samples())));
    }

    private static String bloom(BloomTotals bloom) {
        if (bloom.filters() == 0) {
            return "no filters";
        }
        return String.format(
                Locale.ROOT,
                "%d filters of %,d keys in %s; say \"perhaps\" in vain: %.2f %% expected, %.2f %% of %,d probes",
                bloom.filters(),
                bloom.keys(),
                SizeText.approximate(bloom.bits() / 8),
                100 * bloom.expectedRate(),
                100 * bloom.measuredRate(),
                bloom.probes());
    }

    private static String name(FileKind kind) {
        return switch (kind) {
            case SSTABLE -> "sstables";
            case UNLISTED_SSTABLE -> "sstables that belong to nothing";
            case LOG -> "log segments";
            case SPARE_LOG -> "spare log segments";
            case MANIFEST -> "manifests";
            case LOCK -> "lock file";
            case TEMPORARY -> "temporary files";
            case PUT_ASIDE -> "files put aside as damaged";
            case OTHER -> "other files";
        };
    }

    private static String name(SeriesClass kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String ratio(long bytes, long samples) {
        return samples == 0 ? "-" : String.format(Locale.ROOT, "%.3f", (double) bytes / samples);
    }

    private void line(String key, String value) {
        out.println(key + " ".repeat(KEY_WIDTH - key.length()) + value);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
