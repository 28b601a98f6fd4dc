package dev.holdfast.agent.cli;

import dev.holdfast.agent.control.ControlAnswer;
import dev.holdfast.agent.control.ControlClient;
import dev.holdfast.agent.control.ControlException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the agent of a directory how it is, where it can be asked: it may not run, be another user's, or of another version. */
final class AgentQuestion {
    /** Longer than this it does not take to say what is known, milliseconds; a reload that is under way may. */
    private static final long PATIENCE_MS = 5_000;

    private AgentQuestion() {}

    /** What it says, or null. */
    static @Nullable LiveStatus ask(Path data) {
        try {
            ControlAnswer answer = new ControlClient(data, PATIENCE_MS).ask(List.of(StatusVerb.NAME));
            return answer.isOk() ? LiveStatus.parse(answer.lines()) : null;
        } catch (ControlException | IllegalArgumentException e) {
            return null;
        }
    }
}
