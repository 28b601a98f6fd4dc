package dev.holdfast.forwarder.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says once a day which of our certificates will not do much longer. Of a chain the first to expire counts; of the authorities
 * that are trusted the last, since a bundle is full of those that nobody uses any more.
 */
final class ExpiryWatch {
    private static final long DAY_MS = 86_400_000;
    private static final int SOON_DAYS = 14;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Consumer<String> warnings;
    private List<Expiry> expiries = List.of();
    private long saidAtMs = Long.MIN_VALUE;

    private record Expiry(String what, Path file, long atMs) {}

    /** A watch over nothing; says what it has to say to {@code warnings}. */
    ExpiryWatch(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** Watches these from now on, and speaks at the next check whenever it spoke last. */
    void watch(
            @Nullable Path certFile,
            List<X509Certificate> chain,
            @Nullable Path caFile,
            List<X509Certificate> authorities) {
        List<Expiry> found = new ArrayList<>();
        if (certFile != null) {
            chain.stream()
                    .mapToLong(ExpiryWatch::expiresAtMs)
                    .min()
                    .ifPresent(at -> found.add(new Expiry("the client certificate", certFile, at)));
        }
        if (caFile != null) {
            authorities.stream()
                    .mapToLong(ExpiryWatch::expiresAtMs)
                    .max()
                    .ifPresent(at -> found.add(new Expiry("the last certificate to trust", caFile, at)));
        }
        expiries = found;
        saidAtMs = Long.MIN_VALUE;
    }

    /** Speaks when there is something to say and a day has passed since it was said. */
    void check(long nowMs) {
        boolean saidToday = saidAtMs != Long.MIN_VALUE && nowMs >= saidAtMs && nowMs - saidAtMs < DAY_MS;
        if (saidToday) {
            return;
        }
        saidAtMs = nowMs;
        for (Expiry expiry : expiries) {
            long leftMs = expiry.atMs - nowMs;
            if (leftMs < SOON_DAYS * DAY_MS) {
                String at = MINUTE.format(Instant.ofEpochMilli(expiry.atMs));
                String when = leftMs < 0
                        ? " expired at " + at
                        : " expires at " + at + ", in " + (leftMs < DAY_MS ? "less than a day" : days(leftMs));
                warnings.accept(expiry.what + " in " + expiry.file + when
                        + "; put a new one in its place, which is taken" + " up without a restart");
            }
        }
    }

    @SuppressWarnings("JavaUtilDate") // what a certificate gives
    private static long expiresAtMs(X509Certificate certificate) {
        return certificate.getNotAfter().getTime();
    }

    private static String days(long ms) {
        long days = ms / DAY_MS;
        return days == 1 ? "1 day" : days + " days";
    }
}
