package dev.holdfast.agent.outage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent, or another command of it, as a child process. */
final class AgentProcess implements AutoCloseable {
    private final Process process;

    private final int logBefore;

    private AgentProcess(Process process, int logBefore) {
        this.process = process;
        this.logBefore = logBefore;
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", // for a Chronicle log
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.holdfast.agent.cli.Main"));
        command.addAll(arguments);
        return command;
    }

    /** Starts the agent; what it logs goes to a file. */
    static AgentProcess start(Path log, String... arguments) throws IOException {
        return startBy(List.of(), log, arguments);
    }

    /** The same by another program, which becomes the agent: its command line gets the agent's behind it. */
    static AgentProcess startBy(List<String> program, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(command(List.of(arguments)));
        int before = Files.exists(log) ? Files.readString(log).length() : 0;
        return new AgentProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                before);
    }

    /** Runs a command to its end and gives what it printed; fails when it does. */
    static String run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(List.of(arguments)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(List.of(arguments) + " ended with " + status + ":\n" + output);
        }
        return output;
    }

    /** As a service manager does for a reload. */
    void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    /** Waits until a line with some text is added to the log. */
    void awaitLine(Path log, String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(log).substring(logBefore).contains(text)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("the agent did not start:\n" + Files.readString(log));
            }
            Thread.sleep(50);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The status with which it ends by itself. */
    int awaitEnd(long time, TimeUnit unit) throws InterruptedException {
        if (!process.waitFor(time, unit)) {
            throw new AssertionError("the agent does not end");
        }
        return process.exitValue();
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As systemd stops a service; its exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("the agent did not end within 30 s of SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
