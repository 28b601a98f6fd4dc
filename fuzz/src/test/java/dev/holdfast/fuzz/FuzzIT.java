package dev.holdfast.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Starts Jazzer, which follows the branches that an input takes, in a process of its own. In the ordinary build all targets
 * share one short run; with {@code -Dholdfast.campaign=MINUTES} each has a run of that length, and what it learns stays in
 * {@code fuzz/target/corpus} for the next.
 */
class FuzzIT {
    private static final Path WORK = Path.of("target").toAbsolutePath();
    private static final int SHORT_S = 90; // it takes twenty

    /** So many inputs, from one seed: the same at every build, so that what is new is found by campaigns and not by chance. */
    private static final int SHORT_RUNS = 15_000;

    private static final int CANARY_S = 60; // it takes one

    /** Longest time for one input: far more than any takes, since machines stall. */
    private static final int INPUT_S = 25;

    private static final int TAIL_CHARS = 4_000;

    /** What a finding makes the process end with. */
    private static final int FOUND = 77;

    private record Run(int status, String output) {}

    @Test
    void noTargetFails() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("holdfast.campaign", "0"));
        if (minutes == 0) {
            Path corpus = corpus("every");
            for (String name : Targets.names()) {
                List<byte[]> inputs = new ArrayList<>(Targets.named(name).seeds());
                inputs.addAll(FuzzTargetsTest.regressions(name));
                for (int i = 0; i < inputs.size(); i++) {
                    Files.write(corpus.resolve(name + "-" + i), EveryTarget.input(name, inputs.get(i)));
                }
            }
            judge("every target", jazzer(EveryTarget.class, "", corpus, SHORT_S, "-runs=" + SHORT_RUNS));
            return;
        }
        String only = System.getProperty("holdfast.fuzz.target", "");
        for (String name : Targets.names()) {
            if (only.isEmpty() || only.equals(name)) {
                judge(name, jazzer(OneTarget.class, name, seeded(name), (int) (minutes * 60)));
            }
        }
    }

    /** Canary: a bounds check that was left out must be found. */
    @Test
    void aMissingBoundsCheckIsFound() throws Exception {
        Run run = jazzer(OneTarget.class, CanaryTarget.NAME, seeded(CanaryTarget.NAME), CANARY_S);
        assertEquals(FOUND, run.status, run.output);
        assertTrue(run.output.contains("ArrayIndexOutOfBoundsException"), run.output);
    }

    private static Path corpus(String name) throws IOException {
        return Files.createDirectories(WORK.resolve("corpus").resolve(name));
    }

    private static Path seeded(String name) throws IOException {
        Path corpus = corpus(name);
        List<byte[]> inputs = new ArrayList<>(Targets.named(name).seeds());
        inputs.addAll(FuzzTargetsTest.regressions(name));
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), inputs.get(i));
        }
        return corpus;
    }

    private static void judge(String what, Run run) {
        System.out.println("FuzzIT, " + what + ": "
                + run.output
                        .lines()
                        .filter(line -> line.startsWith("Done ") || line.contains("DONE"))
                        .reduce("", (a, b) -> a + b.strip() + "; "));
        if (run.status != 0) {
            throw new AssertionError(what + " failed; put the input that is named at the end into"
                    + " fuzz/src/test/resources/fuzz/<target>/ (of a run of every target without its first byte):\n"
                    + finding(run.output));
        }
    }

    /** What was found, without the thousands of lines before it, which a log would cut short at the wrong end. */
    private static String finding(String output) {
        int at = output.indexOf("\n== ");
        return at < 0 ? output.substring(Math.max(0, output.length() - TAIL_CHARS)) : output.substring(at + 1);
    }

    private static Run jazzer(Class<?> entry, String target, Path corpus, int seconds, String... more)
            throws Exception {
        Path findings = Files.createDirectories(WORK.resolve("findings"));
        Path output = WORK.resolve("jazzer-" + (target.isEmpty() ? "every" : target) + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dholdfast.fuzz.target=" + target,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + entry.getName(),
                "--instrumentation_includes=dev.holdfast.storage.**:dev.holdfast.query.**:dev.holdfast.agent.**"
                        + ":dev.holdfast.fuzz.**",
                "--instrumentation_excludes=dev.holdfast.storage.testing.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/" + target,
                "-seed=1",
                "-timeout=" + INPUT_S,
                "-rss_limit_mb=4096",
                "-max_len=2048",
                "-max_total_time=" + seconds,
                corpus.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(seconds + 240L, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after its time: " + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }
}
