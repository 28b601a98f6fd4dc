package dev.holdfast.forwarder.remotewrite;

import dev.holdfast.forwarder.exchange.HttpReply;
import org.jspecify.annotations.Nullable;

/**
 * What a 2.0 receiver says that it stored. A receiver must say so; one that does not has stored nothing.
 *
 * @param said whether the answer has any of the headers, that is, whether the receiver speaks 2.0 at all
 * @param samples how many samples it stored, 0 when it does not say
 */
record WrittenCount(boolean said, long samples) {
    /** Nothing was said. */
    static final WrittenCount SILENT = new WrittenCount(false, 0);

    /** What an answer's headers say. */
    static WrittenCount of(HttpReply reply) {
        boolean said = false;
        for (String name : RequestV2Format.WRITTEN_HEADERS) {
            said |= reply.header(name) != null;
        }
        return said ? new WrittenCount(true, number(reply.header(RequestV2Format.SAMPLES_WRITTEN_HEADER))) : SILENT;
    }

    private static long number(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return 0; // what is no number is no claim either
        }
    }
}
