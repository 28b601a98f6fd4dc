package dev.holdfast.agent.control;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of a request as bytes, and the bounds of both directions. The grammar is in the package's description. */
final class ControlFormat {
    /** Name of the socket in the data directory. */
    static final String SOCKET = "holdfast.sock";

    /** A request, with its line feed, is no longer. */
    static final int MAX_REQUEST_BYTES = 1_024;

    /** A client reads no more of an answer, 1 MiB. */
    static final int MAX_ANSWER_BYTES = 1 << 20;

    static final String OK = "ok";
    static final String ERROR = "error";

    private ControlFormat() {}

    /** A request's line, with its line feed. */
    static byte[] request(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String word : words) {
            if (word.isEmpty()) {
                throw new IllegalArgumentException("a word of a request is empty: words=" + words);
            }
            if (out.size() > 0) {
                out.write(' ');
            }
            for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
                if (b == '%' || (b >= 0 && b <= ' ') || b == 127) {
                    out.write('%');
                    out.writeBytes(HexFormat.of().toHexDigits(b).getBytes(StandardCharsets.US_ASCII));
                } else {
                    out.write(b);
                }
            }
        }
        out.write('\n');
        return out.toByteArray();
    }

    /**
     * The words of a request.
     *
     * @param line without its line feed
     * @throws IllegalArgumentException when it is not by the grammar
     */
    static List<String> words(byte[] line) {
        List<String> words = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == ' ') {
                words.add(word(word));
            } else if (line[i] == '%') {
                if (i + 2 >= line.length || !HexFormat.isHexDigit(line[i + 1]) || !HexFormat.isHexDigit(line[i + 2])) {
                    throw new IllegalArgumentException("a \"%\" in a request has two hexadecimal digits behind it");
                }
                word.write(HexFormat.fromHexDigit(line[i + 1]) << 4 | HexFormat.fromHexDigit(line[i + 2]));
                i += 2;
            } else {
                word.write(line[i]);
            }
        }
        words.add(word(word));
        return words;
    }

    private static String word(ByteArrayOutputStream bytes) {
        if (bytes.size() == 0) {
            throw new IllegalArgumentException("words of a request have one space between them");
        }
        String word = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return word;
    }

    /** An answer as it is sent. */
    static byte[] answer(ControlAnswer answer) {
        StringBuilder out = new StringBuilder();
        out.append(answer.isOk() ? OK : ERROR + ' ' + answer.status()).append('\n');
        for (String line : answer.lines()) {
            out.append(line).append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * An answer as it came, or null when it is not one, or not all of it.
     *
     * @param text all that came until the agent closed
     */
    static @Nullable ControlAnswer answer(String text) {
        if (!text.endsWith("\n")) {
            return null;
        }
        List<String> lines = text.lines().toList();
        String head = lines.get(0);
        List<String> rest = lines.subList(1, lines.size());
        if (head.equals(OK)) {
            return ControlAnswer.ok(rest);
        }
        if (!head.startsWith(ERROR + ' ')) {
            return null;
        }
        try {
            int status = Integer.parseInt(head.substring(ERROR.length() + 1));
            return status > 0 && status < 256 ? ControlAnswer.error(status, rest) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
