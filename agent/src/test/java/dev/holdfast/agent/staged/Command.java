package dev.holdfast.agent.staged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a process to its end. */
final class Command {
    private static final int TIMEOUT_S = 180;

    private Command() {}

    /** What it printed, and its status. */
    record Result(List<String> command, int status, String out, String err) {
        /** Fails unless the status is the one that is expected. */
        Result expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError(command + " ended with " + status + ", not " + wanted + "\n" + out + err);
            }
            return this;
        }

        /** Fails unless the output has a text. */
        Result says(String text) {
            if (!out.contains(text)) {
                throw new AssertionError(command + " does not say \"" + text + "\" but\n" + out + err);
            }
            return this;
        }
    }

    static Result run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), List.of(command));
    }

    /** With more in its environment; standard input is empty. */
    static Result run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " does not end\n" + read(out) + read(err));
            }
            return new Result(command, process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
