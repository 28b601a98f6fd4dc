package dev.holdfast.agent.openmetrics;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines without copying them. After {@link #next()} the line is
 * {@code buffer()[start(), end())}, valid until the next call.
 *
 * <p>Memory is one buffer, which grows for a long line up to {@link #MAX_LINE_BYTES}.
 */
final class LineSource {
    /** Longest line that is accepted: 4 MiB, far above any series that a host has. */
    static final int MAX_LINE_BYTES = 4 << 20;

    private static final int INITIAL_BYTES = 256 << 10;

    private final InputStream in;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int position;
    private int limit;
    private boolean ended;
    private int start;
    private int end;
    private boolean terminated;
    private long lineNumber;

    LineSource(InputStream in) {
        this.in = in;
    }

    /** Fills the buffer as far as the input goes, without moving on: what a format is told from. */
    void lookAhead() throws IOException {
        while (!ended && limit < buffer.length) {
            fill();
        }
        // A byte order mark says nothing in UTF-8, and some editors write one.
        if (lineNumber == 0
                && limit >= 3
                && buffer[0] == (byte) 0xEF
                && buffer[1] == (byte) 0xBB
                && buffer[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    /** Moves to the next line; false at the end of the input. */
    boolean next() throws IOException {
        int scan = position;
        while (true) {
            for (; scan < limit; scan++) {
                if (buffer[scan] == '\n') {
                    return line(scan, scan + 1, true);
                }
            }
            if (ended) {
                return position < limit && line(limit, limit, false);
            }
            int scanned = scan - position;
            makeRoom();
            fill();
            scan = position + scanned;
        }
    }

    private boolean line(int lineEnd, int nextPosition, boolean hasNewline) {
        lineNumber++;
        start = position;
        end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        terminated = hasNewline;
        position = nextPosition;
        return true;
    }

    private void makeRoom() throws OpenMetricsException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        } else if (limit == buffer.length) {
            if (limit >= MAX_LINE_BYTES) {
                throw new OpenMetricsException(
                        lineNumber + 1, "longer than " + MAX_LINE_BYTES + " bytes; is this OpenMetrics text?");
            }
            buffer = Arrays.copyOf(buffer, Math.min(MAX_LINE_BYTES, buffer.length * 2));
        }
    }

    private void fill() throws IOException {
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
        } else {
            limit += count;
        }
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where the unread part of the buffer begins. */
    int position() {
        return position;
    }

    /** Where the filled part of the buffer ends. */
    int limit() {
        return limit;
    }

    /** Whether the buffer holds all that is left of the input. */
    boolean ended() {
        return ended;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Whether the line ended in a line feed, not in the end of the input. */
    boolean terminated() {
        return terminated;
    }

    /** The current line, counted from 1. */
    long lineNumber() {
        return lineNumber;
    }
}
