package dev.holdfast.forwarder.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers as bytes, in all shapes that a {@link Fault} has. */
final class FaultyAnswer {
    private static final int HUGE_BYTES = 8 << 20;
    private static final int HEADERS = 3_000;

    private FaultyAnswer() {}

    /** Sends an answer; false when the connection is done with. */
    static boolean of(Socket socket, InputStream in, Fault fault, int status, String more, byte[] body)
            throws IOException {
        OutputStream out = socket.getOutputStream();
        boolean empty = status == 204 || status == 304 || status < 200;
        String length = empty ? "" : "Content-Length: " + body.length + "\r\n";
        String start = "HTTP/1.1 " + status + " So It Is\r\n" + more;
        byte[] text = empty ? new byte[0] : body;
        if (fault.where() == Fault.Where.IN_ANSWER) {
            byte[] head = ascii(start + length + "\r\n");
            // Not through the whole of it, so that no one can say that it was an answer.
            out.write(head, 0, (int) ((head.length - 3) * fault.at()));
            out.flush();
            return FaultyReceiver.reset(socket);
        }
        switch (fault.shape()) {
            case PIECEMEAL -> FaultyReceiver.slowly(out, join(start + length + "\r\n", text), 0);
            case CLOSES -> {
                out.write(join(start + "Connection: close\r\n" + length + "\r\n", text));
                return false;
            }
            case CLOSES_SILENTLY -> {
                out.write(join(start + length + "\r\n", text));
                return false;
            }
            case CONTINUE_FIRST -> out.write(join("HTTP/1.1 100 Continue\r\n\r\n" + start + length + "\r\n", text));
            case HINTS_FIRST ->
                out.write(join("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + start + length + "\r\n", text));
            case TOO_SHORT -> {
                out.write(join(start + "Content-Length: " + (body.length + 77) + "\r\n\r\n", text));
                return false;
            }
            case TOO_LONG -> out.write(join(start + length + "\r\n", join("", ascii(text(body) + "and more"))));
            case BAD_CHUNKS -> {
                out.write(join(start + "Transfer-Encoding: chunked\r\n\r\n", ascii("5\r\nabcdefgh\r\nzz\r\n")));
                return false;
            }
            case HUGE -> {
                out.write(ascii(start + "Content-Length: " + (HUGE_BYTES + body.length) + "\r\n\r\n"));
                out.write(body);
                out.write(FaultyReceiver.filled(HUGE_BYTES));
            }
            case ENDLESS -> {
                out.write(ascii(start + "Transfer-Encoding: chunked\r\n\r\n"));
                if (body.length > 0) {
                    out.write(join(Integer.toHexString(body.length) + "\r\n", body));
                    out.write(ascii("\r\n"));
                }
                byte[] chunk = join("10000\r\n", FaultyReceiver.filled(0x10000));
                while (true) {
                    out.write(chunk); // until the sender goes
                    out.write(ascii("\r\n"));
                }
            }
            case HEADERS ->
                out.write(
                        join(start + ("X-Flood: " + "y".repeat(80) + "\r\n").repeat(HEADERS) + length + "\r\n", text));
            case SLOW_HEAD ->
                FaultyReceiver.slowly(
                        out,
                        join(start + "X-Pad: " + "z".repeat(500) + "\r\n" + length + "\r\n", text),
                        FaultyReceiver.slowMs());
            case SLOW_BODY -> {
                out.write(ascii(start + "Content-Length: " + (body.length + 500) + "\r\n\r\n"));
                out.write(body);
                FaultyReceiver.slowly(out, FaultyReceiver.filled(500), FaultyReceiver.slowMs());
            }
            case GARBAGE -> {
                out.write(ascii("220 mail.example.com ESMTP ready\r\n"));
                return false;
            }
            default -> out.write(join(start + length + "\r\n", text));
        }
        out.flush();
        return true;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(String head, byte[] body) {
        byte[] start = ascii(head);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
