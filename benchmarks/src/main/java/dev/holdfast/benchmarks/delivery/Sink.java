package dev.holdfast.benchmarks.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A receiver in a process of its own that can be asked how much has come. */
interface Sink extends AutoCloseable {
    /**
     * How much has come.
     *
     * @param units requests, or samples where the receiver counts these
     * @param bytes of bodies, 0 where they are not counted
     * @param firstMs when the first came, on the receiver's clock; 0 where it does not say
     * @param lastMs when the last came
     */
    record Progress(long units, long bytes, long firstMs, long lastMs) {}

    /** Asks it. */
    Progress progress() throws IOException;

    @Override
    void close();

    /** One that looks at nothing. */
    static Sink nothing(int port) throws IOException {
        Process process = new ProcessBuilder(
                        "java",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NullReceiver.class.getName(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        if (out.readLine() == null) {
            throw new IOException("the receiver did not start");
        }
        return new Sink() {
            @Override
            public Progress progress() throws IOException {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
                String line = out.readLine();
                if (line == null) {
                    throw new IOException("the receiver ended");
                }
                String[] words = line.split(" ");
                return new Progress(
                        Long.parseLong(words[0]),
                        Long.parseLong(words[1]),
                        Long.parseLong(words[2]),
                        Long.parseLong(words[3]));
            }

            @Override
            public void close() {
                process.destroy();
            }
        };
    }

    /** A VictoriaMetrics. */
    static Sink victoriaMetrics(int port, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "victoria-metrics",
                        "-storageDataPath=" + directory,
                        "-retentionPeriod=100y",
                        "-httpListenAddr=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return new Sink() {
            @Override
            public Progress progress() throws IOException {
                try {
                    HttpResponse<String> answer = client.send(metrics, HttpResponse.BodyHandlers.ofString());
                    long rows = answer.body()
                            .lines()
                            .filter(line -> line.startsWith("vm_rows_inserted_total{type=\"promremotewrite\"}"))
                            .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                            .sum();
                    return new Progress(rows, 0, 0, 0);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                } catch (java.net.ConnectException e) {
                    return new Progress(0, 0, 0, 0); // not listening yet
                }
            }

            @Override
            public void close() {
                process.destroy();
                try {
                    process.waitFor();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** Names of programs that are installed. */
    static boolean installed(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Path.of(folder, program).toFile().canExecute());
    }
}
