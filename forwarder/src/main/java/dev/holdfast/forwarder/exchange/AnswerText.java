package dev.holdfast.forwarder.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The beginning of an upstream's answer, for people to read; nothing is ever decided by it. */
final class AnswerText {
    private static final int TEXT_BYTES_MAX = 1024;

    private AnswerText() {}

    /**
     * Reads up to some bytes, for some time, and closes the stream.
     *
     * @param timeoutMs no more is read after this; one read may take longer
     * @return what there was before it broke off; whether the end was reached is told by {@link Excerpt#complete()}
     */
    static Excerpt read(@Nullable InputStream in, int bytesMax, long timeoutMs) {
        if (in == null) {
            return new Excerpt(new byte[0], true, false);
        }
        byte[] bytes = new byte[bytesMax];
        int length = 0;
        boolean complete = false;
        boolean brokenOff = false;
        long beganNanos = System.nanoTime();
        try (in) {
            while (length < bytesMax && System.nanoTime() - beganNanos <= timeoutMs * 1_000_000) {
                int count = in.read(bytes, length, bytesMax - length);
                if (count < 0) {
                    complete = true;
                    break;
                }
                length += count;
            }
            complete = complete || (length == bytesMax && in.read() < 0);
        } catch (IOException e) {
            complete = false;
            brokenOff = true;
        }
        return new Excerpt(Arrays.copyOf(bytes, length), complete, brokenOff);
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
     * @param brokenOff whether the connection was lost before the end
     */
    record Excerpt(byte[] bytes, boolean complete, boolean brokenOff) {
        /** As text, of which a kilobyte is enough. */
        String text() {
            return new String(bytes, 0, Math.min(bytes.length, TEXT_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }
}
