package dev.holdfast.benchmarks.compare;

import dev.holdfast.benchmarks.RecordedHost;
import dev.holdfast.benchmarks.RecordedHost.Recording;
import dev.holdfast.benchmarks.kinds.Kind;
import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.sstable.SstableBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Bytes a sample of many kinds of recordings: of Holdfast young, sealed, merged to a day and to a week, every sample read
 * back and compared, and of others. Arguments: the engine, an empty directory, days, and kinds; a kind may be followed by a
 * step in seconds ({@code counter:60}), or is a recording ({@code file.om.gz}). Prints a line a kind.
 */
public final class KindSizes {
    /** A multiple of seven days since the epoch. */
    private static final long T0 = 2_900L * 7 * 86_400_000;

    private static final long HOUR_MS = 3_600_000;
    private static final long FIRST_MS = 22 * HOUR_MS;
    private static final int STRETCH = 60;

    private final List<Recording> recordings;
    private final long samples;
    private long nowMs;

    private KindSizes(List<Recording> recordings) {
        this.recordings = recordings;
        this.samples = count(recordings, Long.MAX_VALUE);
    }

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        double days = Double.parseDouble(arguments[2]);
        for (int i = 3; i < arguments.length; i++) {
            Path directory = Path.of(arguments[1]).resolve(Integer.toString(i));
            KindSizes sizes = new KindSizes(read(arguments[i], days));
            String line =
                    arguments[0].equals("holdfast") ? sizes.ours(directory) : sizes.theirs(arguments[0], directory);
            System.out.println("| " + arguments[i] + " | " + line);
        }
    }

    private static List<Recording> read(String argument, double days) throws IOException {
        if (argument.endsWith(".gz")) {
            return moved(RecordedHost.read(Path.of(argument)));
        }
        int colon = argument.indexOf(':');
        String name = colon < 0 ? argument : argument.substring(0, colon);
        Kind kind = Kind.valueOf(name.toUpperCase(Locale.ROOT));
        int step = colon < 0 ? kind.stepSeconds() : Integer.parseInt(argument.substring(colon + 1));
        return kind.make(T0, step, (int) (days * 86_400 / step));
    }

    /** To where windows begin, whatever the time of day. */
    private static List<Recording> moved(List<Recording> recorded) {
        long first = recorded.stream().mapToLong(r -> r.timesMs()[0]).min().orElse(0);
        long shift = T0 - Math.floorDiv(first, 1_000) * 1_000;
        List<Recording> result = new ArrayList<>();
        for (Recording each : recorded) {
            long[] times =
                    Arrays.stream(each.timesMs()).map(time -> time + shift).toArray();
            result.add(new Recording(each.labels(), times, each.values()));
        }
        return result;
    }

    private static long count(List<Recording> recordings, long toExclusiveMs) {
        return recordings.stream().mapToLong(r -> index(r, toExclusiveMs)).sum();
    }

    private static int index(Recording recording, long timeMs) {
        int at = Arrays.binarySearch(recording.timesMs(), timeMs);
        return at < 0 ? -at - 1 : at;
    }

    private String theirs(String name, Path directory) throws IOException {
        try (Engine engine = Comparison.open(name, directory)) {
            engine.begin(recordings.stream().map(Recording::labels).toList());
            long last = recordings.stream()
                    .mapToLong(r -> r.timesMs()[r.timesMs().length - 1])
                    .max()
                    .orElse(0);
            for (long fromMs = T0; fromMs <= last; fromMs += HOUR_MS / 2) {
                for (int i = 0; i < recordings.size(); i++) {
                    Recording recording = recordings.get(i);
                    int end = index(recording, fromMs + HOUR_MS / 2);
                    for (int from = index(recording, fromMs); from < end; from += STRETCH) {
                        engine.appendSeries(
                                i, recording.timesMs(), recording.values(), from, Math.min(end, from + STRETCH));
                    }
                }
            }
            engine.settle();
            return String.format(Locale.ROOT, "%.3f |", (double) engine.sizeBytes() / samples);
        }
    }

    private String ours(Path directory) throws IOException {
        Files.createDirectories(directory);
        StringBuilder line = new StringBuilder();
        StoreOptions options =
                StoreOptions.defaults().withMaxBytes(0).withRetentionMs(0).withClock(() -> nowMs);
        try (Store store = Store.open(directory, options)) {
            long first = count(recordings, T0 + FIRST_MS);
            nowMs = T0;
            load(store, Long.MIN_VALUE, T0 + FIRST_MS);
            line.append(figure(directory, first));
            nowMs = T0 + FIRST_MS + HOUR_MS;
            store.compactFully();
            line.append(figure(directory, first));
            nowMs = T0 + 25 * HOUR_MS;
            store.compactFully();
            line.append(figure(directory, first));
            if (first < samples) {
                load(store, T0 + FIRST_MS, Long.MAX_VALUE);
            }
            nowMs = T0 + 8 * 24 * HOUR_MS;
            store.compactFully();
            line.append(figure(directory, samples)).append(parts(directory));
            compare(store, recordings);
        }
        return line.toString();
    }

    private void load(Store store, long fromMs, long toMs) throws IOException {
        try (BulkLoader loader = store.bulkLoader(false)) {
            for (Recording recording : recordings) {
                for (int i = index(recording, fromMs); i < index(recording, toMs); i++) {
                    loader.add(
                            recording.labels(),
                            recording.timesMs()[i],
                            Double.doubleToRawLongBits(recording.values()[i]));
                }
            }
            loader.finish();
        }
    }

    private static String figure(Path directory, long samples) throws IOException {
        long bytes = DirectorySize.sizeBytes(
                directory, path -> !path.getFileName().toString().startsWith("wal-"));
        return String.format(Locale.ROOT, "%.3f | ", (double) bytes / samples);
    }

    private String parts(Path directory) throws IOException {
        try (StoreReader reader = StoreReader.open(directory)) {
            SstableBytes bytes = reader.survey().bytes();
            double all = samples;
            return String.format(
                    Locale.ROOT,
                    "%.3f | %.4f | %.4f | %.4f |",
                    bytes.values() / all,
                    bytes.timestamps() / all,
                    bytes.rollups() / all,
                    (bytes.total() - bytes.values() - bytes.timestamps() - bytes.rollups()) / all);
        }
    }

    /** Every recording is one series of the store, with its samples and no others. */
    static void compare(Store store, List<Recording> recordings) throws IOException {
        try (Snapshot snapshot = store.snapshot()) {
            for (Recording recording : recordings) {
                List<SeriesMatcher> matchers = new ArrayList<>();
                recording.labels().forEach((name, value) -> matchers.add(SeriesMatcher.equal(name, value)));
                int found = 0;
                for (Series series : snapshot.select(matchers, new TimeRange(0, Long.MAX_VALUE))) {
                    if (series.labels().equals(recording.labels())) {
                        compare(recording, series.samples(0, Long.MAX_VALUE));
                        found++;
                    }
                }
                if (found != 1) {
                    throw new IllegalStateException("stored once, found " + found + " times: " + recording.labels());
                }
            }
            if (!snapshot.damages().isEmpty()) {
                throw new IllegalStateException("damaged: " + snapshot.damages());
            }
        }
    }

    private static void compare(Recording recording, SampleCursor cursor) {
        for (int i = 0; i < recording.values().length; i++) {
            if (!cursor.next()
                    || cursor.timestampMs() != recording.timesMs()[i]
                    || cursor.valueBits()
                            != Double.doubleToRawLongBits(recording.values()[i])) {
                throw new IllegalStateException("not what was stored: " + recording.labels() + " sample " + i);
            }
        }
        if (cursor.next()) {
            throw new IllegalStateException("more than was stored: " + recording.labels());
        }
    }
}
