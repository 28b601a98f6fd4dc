package dev.holdfast.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time of processes, user and system together, all threads. */
final class ProcessCpu {
    private static final double TICKS_A_SECOND = 100;

    private ProcessCpu() {}

    /**
     * Of this process, but for the threads of Java's compiler: what they do ends with the first weeks of data. They must live as
     * long as the process ({@code -XX:-UseDynamicNumberOfCompilerThreads}).
     */
    static double ofThisSeconds() {
        long pid = ProcessHandle.current().pid();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            double compiling = 0;
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).matches("C[12] CompilerThre\\s*")) {
                    compiling += seconds(thread.resolve("stat"));
                }
            }
            return ofSeconds(pid) - compiling;
        } catch (IOException e) {
            throw new IllegalStateException("needs /proc", e);
        }
    }

    /** Of a process of this machine, in hundredths of a second. */
    static double ofSeconds(long pid) throws IOException {
        return seconds(Path.of("/proc/" + pid + "/stat"));
    }

    private static double seconds(Path file) throws IOException {
        String stat = Files.readString(file, StandardCharsets.UTF_8);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }
}
