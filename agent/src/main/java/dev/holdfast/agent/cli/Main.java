package dev.holdfast.agent.cli;

import dev.holdfast.agent.daemon.JournalStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the process begins.
 *
 * <p>{@code run} with plain options goes straight to the agent: reading its four options by hand keeps the command-line
 * library, and with it some 7 MB of resident memory, out of a process that stays for months. Everything else, help and
 * mistakes of {@code run} included, goes through {@link CommandLines}.
 */
public final class Main {
    private Main() {}

    /** Runs a command line and ends the process with its status. */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        // Zones take 20 ms to be read, and somebody waits who has pressed a key.
        boolean completes = args.length > 0 && args[0].equals(CompleteCommand.NAME);
        Console console = new Console(
                System.in,
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 15),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                environment,
                Terminal.detect(environment),
                System::currentTimeMillis,
                completes ? ZoneOffset.UTC : ZoneId.systemDefault());
        int status = run(List.of(args), console);
        if (console.out().checkError() && status == ExitStatus.OK) {
            // Nobody reads any more ("| head"), or the disk is full: not a success, and no one to tell.
            status = ExitStatus.IO;
        }
        System.exit(status);
    }

    /** Runs a command line; the process's status. Errors are one line each. */
    static int run(List<String> args, Console console) {
        boolean debug = args.contains("--debug");
        try {
            if (!args.isEmpty() && args.get(0).equals(CompleteCommand.NAME)) {
                return CompleteCommand.run(args, console);
            }
            RunArguments plain = plainRun(args);
            if (plain != null) {
                return new ForegroundAgent(console).run(plain);
            }
            return CommandLines.execute(args, console);
        } catch (Exception e) {
            return report(e, debug, console);
        } finally {
            console.out().flush();
        }
    }

    /** Says what went wrong; the status that goes with it. */
    static int report(Exception e, boolean debug, Console console) {
        Failure failure = Failures.of(e);
        console.out().flush();
        String lines = "holdfast: " + failure.line().replace("\n", "\nholdfast: ");
        // In the journal it is found among the errors: the last that a service says which does not start.
        console.err()
                .println(
                        JournalStream.isStandardError(console.environment())
                                ? JournalStream.priority(JournalStream.ERROR, lines)
                                : lines);
        if (debug) {
            e.printStackTrace(console.err());
        } else if (failure.status() == ExitStatus.SOFTWARE) {
            console.remark("this is a mistake of holdfast's; --debug shows where");
        }
        return failure.status();
    }

    private static @Nullable RunArguments plainRun(List<String> args) {
        return args.isEmpty() || !args.get(0).equals("run") ? null : RunArguments.plain(args.subList(1, args.size()));
    }
}
