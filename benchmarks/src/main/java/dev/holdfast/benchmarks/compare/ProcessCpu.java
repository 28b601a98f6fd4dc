package dev.holdfast.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of processes, user and system together, all threads. */
final class ProcessCpu {
    private static final double TICKS_A_SECOND = 100;

    private ProcessCpu() {}

    static double ofThisSeconds() {
        try {
            return ofSeconds(ProcessHandle.current().pid());
        } catch (IOException e) {
            throw new IllegalStateException("needs /proc", e);
        }
    }

    /** Of a process of this machine, in hundredths of a second. */
    static double ofSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }
}
