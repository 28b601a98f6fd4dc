package dev.holdfast.storage.testing;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a test's own program in a Java machine of its own: one that may be killed. */
public final class ChildJvm {
    private ChildJvm() {}

    /** A process of the same Java and class path, with the packages opened that are open here. */
    public static ProcessBuilder of(Class<?> main, List<String> flags, String... arguments) {
        List<String> command = bare(main, flags, arguments);
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--add-") || argument.startsWith("--sun-misc")) {
                command.add(1, argument);
            }
        }
        command.add(1, "-XX:+IgnoreUnrecognizedVMOptions");
        return new ProcessBuilder(command);
    }

    /** The command without the flags of this process. */
    public static List<String> bare(Class<?> main, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:+UseSerialGC");
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
