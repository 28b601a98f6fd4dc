package dev.holdfast.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In what the servers differ: how they are started, told to merge, asked. */
enum ServerKind {
    PROMETHEUS("Prometheus", "prometheus") {
        @Override
        List<String> command(Path directory, String address) throws IOException {
            Path config = directory.resolve("prometheus.yml");
            Files.writeString(config, "global: {evaluation_interval: 1m}\n");
            return List.of(
                    "prometheus",
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + directory.resolve("data"),
                    "--storage.tsdb.retention.time=100y",
                    "--web.enable-remote-write-receiver",
                    "--web.enable-admin-api",
                    "--web.listen-address=" + address);
        }

        @Override
        String readyPath() {
            return "/-/ready";
        }

        @Override
        List<String> settlePaths() {
            return List.of(); // it merges by itself, once a minute
        }

        @Override
        int quietSeconds() {
            return 65;
        }

        @Override
        String snapshotPath() {
            return "/api/v1/admin/tsdb/snapshot"; // blocks, and what is in memory as one more
        }

        @Override
        long sizeBytes(Path directory) throws IOException {
            return DirectorySize.sizeBytes(
                    directory.resolve("data"), path -> !path.toString().contains("wal"));
        }
    },
    VICTORIA_METRICS("VictoriaMetrics", "victoria-metrics") {
        @Override
        List<String> command(Path directory, String address) {
            return List.of(
                    "victoria-metrics",
                    "-storageDataPath=" + directory.resolve("data"),
                    "-retentionPeriod=100y",
                    "-search.latencyOffset=0s",
                    "-search.maxUniqueTimeseries=1000000",
                    "-httpListenAddr=" + address);
        }

        @Override
        String readyPath() {
            return "/health";
        }

        @Override
        List<String> settlePaths() {
            return List.of("/internal/force_flush", "/internal/force_merge");
        }

        @Override
        int quietSeconds() {
            return 10;
        }

        @Override
        String snapshotPath() {
            return "";
        }

        @Override
        long sizeBytes(Path directory) throws IOException {
            Path data = directory.resolve("data");
            return DirectorySize.sizeBytes(data.resolve("data"), any -> true)
                    + DirectorySize.sizeBytes(data.resolve("indexdb"), any -> true);
        }
    };

    private final String name;
    private final String program;

    ServerKind(String name, String program) {
        this.name = name;
        this.program = program;
    }

    abstract List<String> command(Path directory, String address) throws IOException;

    abstract String readyPath();

    /** What makes it flush and merge. */
    abstract List<String> settlePaths();

    /** How long its files must not change until merging is over. */
    abstract int quietSeconds();

    /** What makes a copy at rest of all that it has, or empty when its files are that. */
    abstract String snapshotPath();

    abstract long sizeBytes(Path directory) throws IOException;

    /** The requests that answer a question, through the query API that both have. */
    List<String> paths(Question question, long fromMs, long toMs) {
        String last = seconds(toMs - 1);
        return switch (question) {
            case ONE_SERIES -> List.of(instant(Selections.ONE + "[" + (toMs - fromMs) / 1000 + "s]", last));
            case WINDOWS -> List.of(range("avg", fromMs, seconds(toMs)), range("max", fromMs, seconds(toMs)));
            case LAST_MINUTES -> List.of(instant(Selections.ALL + "[5m]", last));
            case LATEST -> List.of(instant(Selections.ALL, last));
        };
    }

    static String instant(String expression, String time) {
        return "/api/v1/query?nocache=1&time=" + time + "&query=" + ServerEngine.encoded(expression);
    }

    static String range(String expression, long startMs, long endMs, long stepMs) {
        return "/api/v1/query_range?nocache=1&step=" + stepMs / 1000 + "&start=" + seconds(startMs) + "&end="
                + seconds(endMs) + "&query=" + ServerEngine.encoded(expression);
    }

    private static String range(String function, long fromMs, String end) {
        return "/api/v1/query_range?nocache=1&step=300&start=" + seconds(fromMs + Question.WINDOW_MS) + "&end=" + end
                + "&query=" + ServerEngine.encoded(Selections.windows(function));
    }

    static String seconds(long timeMs) {
        return String.format(Locale.ROOT, "%d.%03d", timeMs / 1000, timeMs % 1000);
    }

    /** Name and version, as Debian says it: not every program does. */
    String title() {
        try {
            Process process = new ProcessBuilder("dpkg-query", "--show", program)
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                Matcher version = Pattern.compile("\\d+\\.\\d+\\.\\d+").matcher(line == null ? "" : line);
                return version.find() ? name + " " + version.group() : name;
            }
        } catch (IOException e) {
            return name;
        }
    }
}
