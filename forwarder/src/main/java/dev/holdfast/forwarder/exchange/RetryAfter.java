package dev.holdfast.forwarder.exchange;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} header (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {
    private static final long MAX_MS = 365L * 86_400_000;

    private RetryAfter() {}

    /**
     * How long to wait.
     *
     * @param header the header's value, or null when there is none
     * @param nowMs wall time, milliseconds since the epoch
     * @return milliseconds; 0 when there is no header, it cannot be read, or its date is past
     */
    static long parseMs(@Nullable String header, long nowMs) {
        if (header == null) {
            return 0;
        }
        String text = header.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.length() > 9 ? MAX_MS : Math.min(MAX_MS, Long.parseLong(text) * 1_000);
        }
        try {
            long at = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))
                    .toEpochMilli();
            return Math.min(MAX_MS, Math.max(0, at - nowMs));
        } catch (DateTimeException e) {
            return 0; // no more helpful than no header
        }
    }
}
