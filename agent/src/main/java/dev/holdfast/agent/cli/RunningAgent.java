package dev.holdfast.agent.cli;

import dev.holdfast.agent.control.ControlAnswer;
import dev.holdfast.agent.control.ControlClient;
import dev.holdfast.agent.control.ControlException;
import java.nio.file.Path;
import java.util.List;

/** The agent of a data directory, as a command asks it. */
final class RunningAgent {
    private final Path data;

    RunningAgent(Path data) {
        this.data = data;
    }

    /**
     * Asks, and gives the lines of its answer.
     *
     * @throws Failure when there is nobody to ask, or the agent refuses: with its lines and its status
     */
    List<String> ask(String... words) {
        DataDirectory.requireReadable(data);
        ControlAnswer answer;
        try {
            answer = new ControlClient(data).ask(List.of(words));
        } catch (ControlException e) {
            throw new Failure(status(e.reason()), String.valueOf(e.getMessage()), e);
        }
        if (!answer.isOk()) {
            throw new Failure(answer.status(), String.join("\n", answer.lines()));
        }
        return answer.lines();
    }

    private static int status(ControlException.Reason reason) {
        return switch (reason) {
            case NO_AGENT -> ExitStatus.UNAVAILABLE;
            case NOT_ALLOWED -> ExitStatus.NO_PERMISSION;
            case NO_ANSWER -> ExitStatus.TEMPORARY;
        };
    }
}
