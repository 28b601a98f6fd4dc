package dev.holdfast.agent.openmetrics;

import java.io.IOException;

/** The input is not what its format allows: which line, what is wrong with it, what to do. */
public final class OpenMetricsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long lineNumber;

    /** An error at a line, counted from 1. */
    public OpenMetricsException(long lineNumber, String what) {
        super("line " + lineNumber + ": " + what);
        this.lineNumber = lineNumber;
    }

    /** The line, counted from 1. */
    public long lineNumber() {
        return lineNumber;
    }
}
