package dev.holdfast.agent.outage;

import java.io.IOException;

/** Programs of the system that prepare a test. */
final class Tool {
    private Tool() {}

    /** Whether a command ended well; what it says is of no interest. */
    static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
