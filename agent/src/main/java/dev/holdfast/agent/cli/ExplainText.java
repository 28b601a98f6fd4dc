package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.SizeText;
import dev.holdfast.agent.text.TextTable;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.storage.ReadCounts;
import dev.holdfast.storage.RunTrace;
import dev.holdfast.storage.SelectionTrace;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Prints an explanation for people: first what it cost, then where. */
final class ExplainText {
    private static final int FILES_SHOWN = 10;
    private static final int KEY_WIDTH = 12;
    private static final String INDENT = "  ";

    private final PrintStream out;
    private final ZoneId zone;

    ExplainText(PrintStream out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    void print(Explanation explanation) {
        ReadCounts total = explanation.trace().total();
        line(
                "",
                "answer",
                counted(explanation.resultSeries(), "series", "series") + ", "
                        + counted(explanation.resultValues(), "value", "values"));
        line(
                "",
                "read",
                grouped(total.samples().decoded()) + " samples decoded, "
                        + grouped(explanation.trace().memtableSamplesRead()) + " taken from memory, "
                        + SizeText.approximate(total.bytesRead()) + " read from disk");
        line(
                "",
                "spared",
                grouped(total.samples().skippedByValue()) + " samples skipped by value, "
                        + grouped(total.samples().answeredByStatistics()) + " answered by statistics, "
                        + grouped(total.samples().answeredByRollup()) + " by rollups");
        line(
                "",
                "time",
                explanation.queryMs() + " ms to answer, " + explanation.openMs() + " ms before to open the directory");
        if (explanation.trace().furtherSelections() > 0) {
            line("", "not shown", explanation.trace().furtherSelections() + " more selections; the sums have them");
        }
        out.println();
        print(explanation, explanation.outline(), "");
    }

    private void print(Explanation explanation, ExprOutline node, String indent) {
        out.println(indent + node.text());
        String inner = indent + INDENT;
        if (node.selector() != null) {
            List<SelectionTrace> selections = explanation.selectionsOf(node.selector());
            if (selections.isEmpty()) {
                out.println(inner + "not read");
            }
            selections.forEach(selection -> print(selection, inner));
        }
        node.children().forEach(child -> print(explanation, child, inner));
    }

    private void print(SelectionTrace selection, String indent) {
        ReadCounts counts = selection.counts();
        long lastMs = selection.range().toExclusiveMs() - 1;
        line(
                indent,
                "span",
                TimeText.format(selection.range().fromInclusiveMs(), zone) + " to " + TimeText.format(lastMs, zone)
                        + " " + TimeText.zoneName(lastMs, zone));
        if (!selection.valueFilter().isEmpty()) {
            line(indent, "only if", selection.valueFilter());
        }
        line(indent, "series", grouped(selection.seriesFound()));
        line(indent, "partitions", files(selection.partitions()));
        line(indent, "sstables", files(selection.runs()));
        SelectionTrace.Memtables memtables = selection.memtables();
        line(
                indent,
                "memtables",
                new Breakdown(memtables.considered())
                        .part(memtables.skippedByTime(), "skipped by time")
                        .part(memtables.withoutSeries(), "without such a series")
                        .part(memtables.read(), "read, " + counted(memtables.samplesRead(), "sample", "samples"))
                        .text());
        line(indent, "chunks", chunks(counts));
        ReadCounts.Samples samples = counts.samples();
        if (samples.answeredByRollup() > 0) {
            line(indent, "rollups", rollups(samples));
        }
        line(indent, "blocks", blocks(counts.blocks()));
        line(
                indent,
                "from disk",
                SizeText.approximate(counts.dataBytesRead()) + " of data, "
                        + SizeText.approximate(counts.indexBytesRead()) + " of index");
        if (!selection.overlapping().isEmpty()) {
            out.println();
            printFiles(selection.overlapping(), indent);
            out.println();
        }
    }

    private static String files(SelectionTrace.Files files) {
        return new Breakdown(files.considered())
                .part(files.skippedByTime(), "skipped by time")
                .part(files.skippedByBloomFilter(), "by bloom filter")
                .part(files.skippedByPostings(), "by postings")
                .part(files.unreadable(), "unreadable")
                .part(files.read(), "with such series")
                .text();
    }

    private static String chunks(ReadCounts counts) {
        ReadCounts.Chunks chunks = counts.chunks();
        return new Breakdown(chunks.considered())
                .part(chunks.skippedByTime(), "skipped by time")
                .part(chunks.skippedByValue(), "by value")
                .part(chunks.answeredByStatistics(), "answered by statistics")
                .part(chunks.answeredByRollups(), "answered by rollups")
                .part(chunks.notReached(), "not reached")
                .part(chunks.unreadable(), "unreadable")
                .part(chunks.decoded(), "decoded to " + counted(counts.samples().decoded(), "sample", "samples"))
                .text();
    }

    private static String rollups(ReadCounts.Samples samples) {
        return new Breakdown(samples.rollupRowsOfMinutes() + samples.rollupRowsOfHours())
                        .part(samples.rollupRowsOfHours(), "rows of hours")
                        .part(samples.rollupRowsOfMinutes(), "rows of minutes")
                        .text()
                + ", instead of " + counted(samples.answeredByRollup(), "sample", "samples");
    }

    private static String blocks(ReadCounts.Blocks blocks) {
        return new Breakdown(blocks.considered())
                .part(blocks.skippedByTime(), "skipped by time")
                .part(blocks.skippedByValue(), "by value")
                .part(blocks.answeredByStatistics(), "by statistics")
                .part(blocks.answeredByRollups(), "by rollups")
                .part(blocks.notReached(), "not reached")
                .part(
                        blocks.read(),
                        "read: " + grouped(blocks.loadsFromDisk()) + " loaded from disk, "
                                + grouped(blocks.loadsFromCache()) + " found in the cache")
                .text();
    }

    /** The newest sstables whose time overlaps, what became of each. */
    private void printFiles(List<RunTrace> runs, String indent) {
        List<RunTrace> byTime = new ArrayList<>(runs);
        byTime.sort(Comparator.comparing((RunTrace run) -> run.partition().fromInclusiveMs())
                .reversed());
        TextTable table = new TextTable(List.of(
                "SSTABLE",
                "OUTCOME",
                ">SERIES",
                ">CHUNKS",
                ">BY TIME",
                ">BY VALUE",
                ">STATISTICS",
                ">ROLLUPS",
                ">DECODED",
                ">SAMPLES",
                ">FROM DISK"));
        for (RunTrace run : byTime.subList(0, Math.min(FILES_SHOWN, byTime.size()))) {
            ReadCounts counts = run.counts();
            ReadCounts.Chunks chunks = counts.chunks();
            table.row(List.of(
                    run.file(),
                    outcome(run),
                    grouped(counts.seriesMatched() - counts.seriesSkippedByTime()),
                    grouped(chunks.considered()),
                    grouped(chunks.skippedByTime()),
                    grouped(chunks.skippedByValue()),
                    grouped(chunks.answeredByStatistics()),
                    grouped(chunks.answeredByRollups()),
                    grouped(chunks.decoded()),
                    grouped(counts.samples().decoded()),
                    SizeText.approximate(counts.bytesRead())));
        }
        table.print(out, indent);
        if (byTime.size() > FILES_SHOWN) {
            out.println(indent + "and " + (byTime.size() - FILES_SHOWN) + " older ones; -o json has all");
        }
    }

    private static String outcome(RunTrace run) {
        return switch (run.outcome()) {
            case SKIPPED_BY_TIME -> "skipped: time";
            case SKIPPED_BY_BLOOM_FILTER -> "skipped: bloom filter";
            case SKIPPED_BY_POSTINGS -> "skipped: postings";
            case UNREADABLE -> "unreadable";
            case READ -> run.counts().blocks().read() > 0 ? "read" : "index only";
        };
    }

    /** A number and what it is made of; parts that are 0 are left out. */
    private static final class Breakdown {
        private final StringBuilder text = new StringBuilder();
        private boolean begun;

        Breakdown(long whole) {
            text.append(grouped(whole));
        }

        Breakdown part(long count, String what) {
            if (count > 0) {
                text.append(begun ? ", " : ": ")
                        .append(grouped(count))
                        .append(' ')
                        .append(what);
                begun = true;
            }
            return this;
        }

        String text() {
            return text.toString();
        }
    }

    private void line(String indent, String key, String value) {
        out.println(indent + key + " ".repeat(KEY_WIDTH - key.length()) + value);
    }

    private static String counted(long count, String one, String many) {
        return grouped(count) + " " + (count == 1 ? one : many);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
