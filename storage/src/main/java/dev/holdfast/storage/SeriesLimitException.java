package dev.holdfast.storage;

import java.util.Locale;

/**
 * A new series was not taken: it is one too many, or its labels are too large. Nothing was changed, and all series that are
 * known go on. The message is one line that names the limit, the series, and what to do.
 */
public final class SeriesLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_CHARACTERS = 200;

    private final boolean countExceeded;

    private SeriesLimitException(String message, boolean countExceeded) {
        super(message);
        this.countExceeded = countExceeded;
    }

    static SeriesLimitException tooMany(Labels series, int limit) {
        return new SeriesLimitException(
                String.format(
                        Locale.ROOT,
                        "too many series, the limit is %,d: refused %s; drop the label that makes them many, or raise"
                                + " storage.max_series",
                        limit,
                        shown(series)),
                true);
    }

    static SeriesLimitException tooLarge(Labels series, String what, int limit, String unit) {
        return new SeriesLimitException(
                String.format(
                        Locale.ROOT,
                        "labels too large, %s where %,d %s is the limit: refused %s; shorten or drop it at its source",
                        what,
                        limit,
                        unit,
                        shown(series)),
                false);
    }

    /** Whether it is the number of series that is too large, which {@link StoreOptions#maxSeries} bounds. */
    public boolean countExceeded() {
        return countExceeded;
    }

    private static String shown(Labels series) {
        String text = series.toString();
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
