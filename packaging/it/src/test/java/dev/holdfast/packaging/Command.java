package dev.holdfast.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a command of this host to its end; nothing outlives its time. */
final class Command {
    private Command() {}

    /**
     * Its outcome.
     *
     * @throws AssertionError when it takes longer than this
     */
    static Outcome run(int timeoutSeconds, List<String> words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("took longer than " + timeoutSeconds + " s: " + String.join(" ", words));
            }
            // What it left behind in the background may keep the pipe open.
            return new Outcome(process.exitValue(), output.get(5, TimeUnit.SECONDS));
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new AssertionError(String.join(" ", words), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * As above; its output.
     *
     * @throws AssertionError also when it fails
     */
    static String must(int timeoutSeconds, List<String> words) {
        Outcome outcome = run(timeoutSeconds, words);
        if (!outcome.isOk()) {
            throw new AssertionError(
                    "status " + outcome.status() + " of " + String.join(" ", words) + "\n" + outcome.output());
        }
        return outcome.output();
    }

    private static String read(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
