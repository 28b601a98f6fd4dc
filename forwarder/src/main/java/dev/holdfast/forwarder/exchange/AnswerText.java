package dev.holdfast.forwarder.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The beginning of an upstream's answer, for people to read; nothing is ever decided by it. */
final class AnswerText {
    private static final int TEXT_BYTES_MAX = 1024;

    private AnswerText() {}

    /**
     * Reads up to some bytes and closes the stream.
     *
     * @return what there was, or nothing when it breaks off; whether the end was reached is told by {@link Excerpt#complete()}
     */
    static Excerpt read(@Nullable InputStream in, int bytesMax) {
        if (in == null) {
            return new Excerpt(new byte[0], true);
        }
        try (in) {
            byte[] bytes = in.readNBytes(bytesMax);
            return new Excerpt(bytes, bytes.length < bytesMax || in.read() < 0);
        } catch (IOException e) {
            return new Excerpt(new byte[0], false); // the status is known, which is all that counts
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
     * @param bytes as they came
     * @param complete whether that was all of it, so that the connection can be used again
     */
    record Excerpt(byte[] bytes, boolean complete) {
        /** As text, of which a kilobyte is enough. */
        String text() {
            return new String(bytes, 0, Math.min(bytes.length, TEXT_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }
}
