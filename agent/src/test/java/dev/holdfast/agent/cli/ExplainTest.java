package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code query --explain} and {@code status --storage} print, over three partitions of known samples. */
class ExplainTest {
    private static final long FIRST_S = 1_795_327_200; // 2026-11-22 06:00 UTC, where a partition begins
    private static final int HOURS = 6;

    @TempDir
    private Path dir;

    private TestConsole console = new TestConsole(Path.of("/nowhere"));

    /** At a time when the partitions are sealed, but the day is not over and hence not merged. */
    @BeforeEach
    void fill() throws IOException {
        Path data = dir.resolve("data");
        console = new TestConsole(data);
        StoreOptions options = StoreOptions.defaults().withClock(() -> (FIRST_S + HOURS * 3600L + 180) * 1000);
        try (Store store = Store.open(data, options);
                BulkLoader loader = store.bulkLoader(false)) {
            Labels busy = Labels.of("__name__", "busy", "host", "c");
            for (int i = 0; i < HOURS * 720; i++) {
                add(loader, busy, FIRST_S + i * 5L, i % 9 + 0.5);
            }
            Labels load = Labels.of("__name__", "load", "host", "a");
            for (int i = 0; i < HOURS * 360; i++) {
                add(loader, load, FIRST_S + i * 10L, i % 7 + 10.0 * Math.floorDiv(i, 720));
            }
            add(loader, Labels.of("__name__", "only", "host", "b"), FIRST_S + 7_210, 0.5);
            loader.finish();
            store.compactFully();
        }
    }

    private static void add(BulkLoader loader, Labels labels, long timeS, double value) throws IOException {
        loader.add(labels, timeS * 1000, Double.doubleToRawLongBits(value));
    }

    @Test
    void anExplanationNamesWhatEachSelectorReadAndWhatSparedIt() {
        assertEquals(
                0,
                console.run(
                        "query",
                        "--start",
                        "06:00",
                        "--end",
                        "11:59",
                        "--step",
                        "30s",
                        "--explain",
                        "sum by (host) (load > 15)"),
                console.err());
        String out = console.out();
        assertTrue(out.startsWith("answer      1 series, "), out);
        assertTrue(out.contains("read        1,440 samples decoded, 0 taken from memory, "), out);
        assertTrue(out.contains("spared      720 samples skipped by value, "), out);
        assertTrue(
                out.contains("\n\nsum by (host)\n  >\n    load\n      span        2026-11-22 05:55:00.001 to "), out);
        assertTrue(out.contains("      only if     > 15\n"), out);
        assertTrue(out.contains("      partitions  3: 3 with such series\n"), out);
        assertTrue(out.contains("      chunks      3: 1 by value, 2 decoded to 1,440 samples\n"), out);
        assertTrue(out.lines().anyMatch(line -> line.matches(" +20261122T060000Z-[0-9]+\\.sst  index only .*")), out);
        assertTrue(out.lines().anyMatch(line -> line.matches(" +20261122T100000Z-[0-9]+\\.sst  read .*")), out);
        assertEquals("", console.err());
    }

    @Test
    void rowsOfRollupsThatAnsweredAreTold() {
        assertEquals(
                0,
                console.run(
                        "query",
                        "--start",
                        "06:05",
                        "--end",
                        "11:55",
                        "--step",
                        "5m",
                        "--explain",
                        "avg_over_time(busy[5m])"),
                console.err());
        String out = console.out();
        assertTrue(
                out.contains("spared      0 samples skipped by value, 0 answered by statistics, 4,260 by rollups\n"),
                out);
        assertTrue(out.contains("    chunks      3: 3 answered by rollups\n"), out);
        assertTrue(out.contains("    rollups     73: 73 rows of minutes, instead of 4,260 samples\n"), out);
    }

    @Test
    void filtersAndTimeAreSeenToSkipFiles() {
        assertEquals(0, console.run("query", "--start", "06:00", "--end", "11:59", "--explain", "only"));
        assertTrue(console.out().contains("  sstables    3: 2 by bloom filter, 1 with such series\n"), console.out());
        assertEquals(0, console.run("query", "--at", "07:00", "--explain", "load"));
        assertTrue(console.out().contains("  sstables    3: 2 skipped by time, 1 with such series\n"), console.out());
        assertEquals(0, console.run("query", "--at", "08:05", "--explain", "load{host=\"b\"}"));
        assertTrue(console.out().contains("  sstables    3: 2 skipped by time, 1 by postings\n"), console.out());
    }

    @Test
    void anExplanationIsAnObjectForPrograms() {
        assertEquals(0, console.run("query", "--at", "07:00", "--explain", "-o", "json", "load > 3"), console.err());
        String out = console.out();
        assertTrue(
                out.startsWith("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"resultSeries\":0,"), out);
        assertTrue(out.contains("\"tree\":{\"node\":\">\",\"children\":[{\"node\":\"load\",\"selections\":[{"), out);
        assertTrue(out.contains("\"matchers\":[\"__name__=\\\"load\\\"\"]"), out);
        assertTrue(out.contains("\"valueFilter\":\"> 3\""), out);
        assertTrue(
                out.contains("\"sstables\":{\"considered\":3,\"skippedByTime\":2,\"skippedByBloomFilter\":0,"
                        + "\"skippedByPostings\":0,\"unreadable\":0,\"read\":1}"),
                out);
        assertEquals(1, out.lines().count());
    }

    @Test
    void anExplanationIsNoChart() {
        assertEquals(ExitStatus.USAGE, console.run("query", "--since", "1h", "-o", "chart", "--explain", "load"));
        assertEquals("holdfast: no such explanation, --explain: it is a table or json\n", console.err());
    }

    @Test
    void statusShowsWhatTheBytesAreSpentOn() {
        assertEquals(0, console.run("status", "--storage"), console.err());
        String out = console.out();
        assertTrue(out.contains("partitions 3: 3 sealed, 0 open\n"), out);
        assertTrue(out.contains("2026-11-22 10:00:00 UTC  2h      sealed  1 dense "), out);
        assertTrue(out.contains("\ninteger gauge "), out);
        assertTrue(out.contains("\nconstant "), out);
        assertTrue(out.contains("\nPART OF SSTABLES "), out);
        assertTrue(out.contains("3 filters of "), out);
        assertTrue(out.contains("\nwritten    "), out);
        assertTrue(out.contains(" times in the end (write amplification)\n"), out);
        assertTrue(out.contains("\nrollups "), out);
        assertEquals("", console.err());

        assertEquals(0, console.run("status", "--storage", "-o", "json"), console.err());
        assertTrue(console.out().contains("\"storage\":{\"directoryBytes\":"), console.out());
        assertTrue(
                console.out().contains("\"tombstones\":0,\"written\":{\"samples\":6481,\"loggedBytes\":"),
                console.out());
        assertTrue(console.out().contains("\"integerGauge\":{\"mostSeries\":1,\"samples\":2160,"), console.out());
        assertEquals(0, console.run("status", "-o", "json"), console.err());
        assertTrue(!console.out().contains("\"storage\":"), console.out());
    }

    @Test
    void allWantsTheListThatItIsOf() {
        assertEquals(ExitStatus.USAGE, console.run("status", "--all"));
        assertEquals("holdfast: nothing to list, --all: say --storage too\n", console.err());
    }
}
