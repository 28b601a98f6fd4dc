package dev.holdfast.agent.control;

import java.util.List;

/**
 * What the agent says to a request. Immutable.
 *
 * @param status 0 when it was done, else one of sysexits, with which the command that asked ends
 * @param lines what to say to the person who asked; no line holds a line feed
 */
public record ControlAnswer(int status, List<String> lines) {
    /** EX_USAGE: the request is not one. */
    public static final int USAGE = 64;

    /** EX_SOFTWARE: a mistake of ours. */
    public static final int SOFTWARE = 70;

    /** EX_IOERR: reading or writing failed. */
    public static final int IO = 74;

    /** EX_NOPERM: not for who asked. */
    public static final int NO_PERMISSION = 77;

    /** Checks the status, and cuts lines where they have line feeds. */
    public ControlAnswer {
        if (status < 0 || status > 255) {
            throw new IllegalArgumentException("out of range: status=" + status);
        }
        lines = lines.stream().flatMap(String::lines).toList();
    }

    /** It was done. */
    public static ControlAnswer ok(List<String> lines) {
        return new ControlAnswer(0, lines);
    }

    /** It was not done. */
    public static ControlAnswer error(int status, List<String> lines) {
        if (status == 0) {
            throw new IllegalArgumentException("out of range: status=" + status);
        }
        return new ControlAnswer(status, lines);
    }

    /** It was not done, for a reason of one line. */
    public static ControlAnswer error(int status, String line) {
        return error(status, List.of(line));
    }

    /** Whether it was done. */
    public boolean isOk() {
        return status == 0;
    }
}
