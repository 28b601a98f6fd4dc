package dev.holdfast.agent.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Everything that a command knows of the world around it.
 *
 * @param in standard input
 * @param out standard output: the answer
 * @param err standard error: progress, remarks, errors
 * @param environment the process's variables
 * @param terminal what stands behind the two outputs
 * @param clock wall time, milliseconds since the epoch
 * @param zone the time zone that times are shown in
 */
record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Terminal terminal,
        LongSupplier clock,
        ZoneId zone) {

    /** The same world, in which answers go elsewhere and lines have another width. */
    Console withOutputs(PrintStream newOut, PrintStream newErr, Terminal newTerminal) {
        return new Console(in, newOut, newErr, environment, newTerminal, clock, zone);
    }

    /** The same world in another time zone. */
    Console withZone(ZoneId newZone) {
        return new Console(in, out, err, environment, terminal, clock, newZone);
    }

    /** Wall time, milliseconds since the epoch. */
    long nowMs() {
        return clock.getAsLong();
    }

    /** A variable, or the empty string. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** A remark for a person; never part of the answer. */
    void remark(String line) {
        err.println("holdfast: " + line);
    }
}
