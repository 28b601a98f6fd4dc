package dev.holdfast.forwarder.remotewrite;

import dev.holdfast.forwarder.exchange.HttpReply;
import dev.holdfast.forwarder.exchange.SendResult;

/** What an answer means, by status and headers; the text is for people. Pure functions. */
final class AnswerRules {
    private AnswerRules() {}

    /** What an answer to a 1.0 request means. Its headers say nothing. */
    static SendResult v1(HttpReply reply) {
        int status = reply.status();
        if (reply.isSuccess()) {
            return new SendResult.Delivered(status);
        }
        if (status == 429 || (status >= 500 && status < 600)) {
            // A 429 is given before the data is looked at; a 5xx may come from a proxy in front of a success.
            return new SendResult.Retry(status, reply.message(), reply.retryAfterMs(), status != 429);
        }
        boolean aboutUs = switch (status) {
            case 401, 403, 404, 405, 407, 415 -> true;
            default -> status < 400 || status >= 500;
        };
        return aboutUs
                ? new SendResult.Denied(status, reply.message())
                : new SendResult.Refused(status, reply.message());
    }

    /** For who has said 2.0 and nothing else; where we go over to 1.0 by ourselves there is nothing to be done. */
    static final String ADVICE = "; set protocol to 1.0 or auto for this upstream";

    /**
     * What an answer to a 2.0 request means that is not a reason to speak 1.0.
     *
     * @param sent samples in the request, at least 1
     */
    static SendResult v2(HttpReply reply, WrittenCount written, int sent) {
        SendResult result = v1(reply);
        if (result instanceof SendResult.Delivered && written.samples() == 0) {
            return new SendResult.Denied(
                    reply.status(),
                    reply.status() + ", but it does not say that it stored anything of " + sent
                            + " samples, as a receiver of remote write 2.0 must" + ADVICE);
        }
        boolean aboutData = result instanceof SendResult.Delivered || result instanceof SendResult.Refused;
        if (!aboutData || written.samples() == 0) {
            return result;
        }
        return written.samples() >= sent
                ? new SendResult.Delivered(reply.status())
                : new SendResult.Partial(
                        reply.status(),
                        "stored " + written.samples() + " of " + sent + " samples: " + reply.message(),
                        written.samples());
    }
}
