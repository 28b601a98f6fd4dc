package dev.holdfast.forwarder.remotewrite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The beginning of an upstream's answer, for people to read; nothing is ever decided by it. */
final class AnswerText {
    /** More of an answer is not read. */
    static final int BYTES_MAX = 1024;

    private AnswerText() {}

    /**
     * Reads up to {@link #BYTES_MAX} bytes and closes the stream.
     *
     * @return the text, or an empty one when there is none or it breaks off; whether the end was reached is told by
     *     {@link Excerpt#complete()}
     */
    static Excerpt read(@Nullable InputStream in) {
        if (in == null) {
            return new Excerpt("", true);
        }
        try (in) {
            byte[] bytes = in.readNBytes(BYTES_MAX);
            boolean complete = bytes.length < BYTES_MAX || in.read() < 0;
            return new Excerpt(new String(bytes, StandardCharsets.UTF_8), complete);
        } catch (IOException e) {
            return new Excerpt("", false); // the status is known, which is all that counts
        }
    }

    /** Makes one line of a text: every run of white space and control characters becomes one space. */
    static String oneLine(String text, int charsMax) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= charsMax ? line : line.substring(0, charsMax) + "...";
    }

    /**
     * What was read.
     *
     * @param text as it came
     * @param complete whether that was all of it, so that the connection can be used again
     */
    record Excerpt(String text, boolean complete) {}
}
