package dev.holdfast.forwarder.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.forwarder.exchange.HttpReply;
import dev.holdfast.forwarder.exchange.SendResult;
import java.io.IOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the answers of an OTLP receiver mean. One thread.
 *
 * <p>Only 429, 502, 503 and 504 ask for the same request again. Of what is not to be repeated, 400, 413 and the like speak
 * of the data: refused. All others (a wrong token or path, 408, 500 and every other 5xx) say nothing of the data, which is
 * kept and asked about by a new request, slowly: denied.
 */
final class OtlpAnswers {
    private static final Logger log = LoggerFactory.getLogger(OtlpAnswers.class);

    /** A success whose text breaks off is asked for again so often before it is believed. */
    private static final int BROKEN_OFF_MAX = 3;

    private final String upstream;
    private boolean warned;

    OtlpAnswers(String upstream) {
        this.upstream = upstream;
    }

    /**
     * The outcome of a request.
     *
     * @param points that were in it
     * @param attempt 0 for the first time
     */
    SendResult read(HttpReply reply, int points, int attempt) {
        if (reply.isSuccess()) {
            return taken(reply, points, attempt);
        }
        int status = reply.status();
        String message = message(reply, statusMessage(reply.body()));
        return switch (status) {
            case 429, 502, 503, 504 ->
                // A 429 is given before the data is looked at; the others may come from a proxy in front of a success.
                new SendResult.Retry(status, message, reply.retryAfterMs(), status != 429);
            case 401, 403, 404, 405, 407, 408, 415 -> new SendResult.Denied(status, message);
            default ->
                status >= 400 && status < 500
                        ? new SendResult.Refused(status, message)
                        : new SendResult.Denied(status, message);
        };
    }

    private SendResult taken(HttpReply reply, int points, int attempt) {
        if (isWebPage(reply)) {
            // A portal or a parked domain says 200 to everything; what it was given is not in anybody's store.
            return new SendResult.Denied(reply.status(), reply.status() + " with a web page: no OTLP receiver");
        }
        PartialSuccess partial = PartialSuccess.read(reply.body());
        if (partial.rejected() > 0) {
            String text = reply.status() + " with " + partial.rejected() + " of " + points + " points rejected: ";
            return new SendResult.Partial(
                    reply.status(), reply.masked(text + partial.message()), Math.max(0, points - partial.rejected()));
        }
        if (reply.brokenOff() && attempt < BROKEN_OFF_MAX) {
            // What was rejected stands in the body. It costs little to ask again, but not for ever.
            return new SendResult.Retry(0, "a success that broke off before it said of what", 0, true);
        }
        if (!partial.readable() || !reply.complete()) {
            warn(reply, "an answer that is not understood, taken as success: ", message(reply, partial.message()));
        } else if (!partial.message().isEmpty() || partial.rejected() < 0) {
            warn(reply, "took the data and warns: ", partial.message());
        }
        return new SendResult.Delivered(reply.status());
    }

    /** Once for each exchange: it would be the same at every request. */
    private void warn(HttpReply reply, String what, String text) {
        if (!warned) {
            warned = true;
            log.warn("upstream {}: {}", upstream, reply.masked(what + text));
        }
    }

    private static boolean isWebPage(HttpReply reply) {
        return reply.body().length > 0 && contentType(reply).startsWith("text/html");
    }

    /** What people are told: the text of a message where there is one, else the beginning of what came. */
    private static String message(HttpReply reply, String text) {
        return contentType(reply).startsWith(OtlpFormat.CONTENT_TYPE)
                ? reply.masked(reply.status() + ": " + text)
                : reply.message();
    }

    private static String contentType(HttpReply reply) {
        String type = reply.header("Content-Type");
        return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    }

    private static String statusMessage(byte[] body) {
        String message = "";
        try {
            CodedInputStream in = CodedInputStream.newInstance(body);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == (OtlpFormat.STATUS_MESSAGE << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    message = in.readString();
                } else if (!in.skipField(tag)) {
                    break;
                }
            }
        } catch (IOException e) {
            return message; // for people only
        }
        return message;
    }
}
