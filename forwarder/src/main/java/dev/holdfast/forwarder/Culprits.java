package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.storage.Labels;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names the series that an upstream does not take in the log, each once, and not more than some. One thread. */
final class Culprits {
    private static final Logger log = LoggerFactory.getLogger(Culprits.class);

    /** So many are named in the life of a process. */
    static final int NAMED_MAX = 20;

    private final String upstream;
    private final Set<Labels> named = new HashSet<>();

    Culprits(String upstream) {
        this.upstream = upstream;
    }

    /** A piece was refused or set aside. Only when it is down to one series is it known which one it is about. */
    void found(Piece piece, String outcome, int status) {
        int only = -1;
        for (int series = piece.fromSeries(); series < piece.toSeries(); series++) {
            if (piece.firstSample(series) < piece.endSample(series)) {
                if (only >= 0) {
                    return;
                }
                only = series;
            }
        }
        if (only < 0 || named.size() >= NAMED_MAX || !named.add(piece.batch().labels(only))) {
            return;
        }
        log.warn(
                "upstream {}: {} with {}: {}{}",
                upstream,
                outcome,
                status,
                piece.batch().labels(only),
                named.size() == NAMED_MAX ? " (the last series that is named)" : "");
    }

    /** How many were named. */
    int count() {
        return named.size();
    }
}
