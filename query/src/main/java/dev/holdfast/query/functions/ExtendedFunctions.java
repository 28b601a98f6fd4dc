package dev.holdfast.query.functions;

import dev.holdfast.query.ast.Extension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions of a range that is {@code anchored} or {@code smoothed}: they look at samples outside of it too.
 *
 * <p>Anchored, a range begins with the last sample at its left end or before and ends with the last one inside, so what is
 * measured is the difference of two samples that exist. Smoothed, the values at both ends are interpolated. Nothing is
 * extrapolated in either case. The window given to a function holds the samples from a lookback before the range on, and of
 * a smoothed range to a lookback after it.
 */
public final class ExtendedFunctions {
    private ExtendedFunctions() {}

    /** The functions that may be used, sorted by name. */
    public static List<String> allowed(Extension extension) {
        return extension == Extension.SMOOTHED
                ? List.of("delta", "increase", "rate")
                : List.of("changes", "delta", "increase", "rate", "resets");
    }

    /** How a function is computed, or null when it may not be used. */
    public static @Nullable RangeFunction of(String name, Extension extension, long lookbackMs) {
        if (!allowed(extension).contains(name)) {
            return null;
        }
        boolean smoothed = extension == Extension.SMOOTHED;
        return switch (name) {
            case "rate" -> (window, p) -> new ExtendedRange(window, lookbackMs, smoothed).change(true, true);
            case "increase" -> (window, p) -> new ExtendedRange(window, lookbackMs, smoothed).change(true, false);
            case "delta" -> (window, p) -> new ExtendedRange(window, lookbackMs, smoothed).change(false, false);
            case "changes" -> (window, p) -> new ExtendedRange(window, lookbackMs, smoothed).changes();
            default -> (window, p) -> new ExtendedRange(window, lookbackMs, smoothed).resets();
        };
    }

    /** The value at the middle of a window, interpolated; the last one before it when there is none after. */
    public static double middle(Window window) {
        long middleMs = window.startMs() + (window.endMs() - window.startMs()) / 2;
        int next = ExtendedRange.firstAfter(window, middleMs - 1, window.size());
        if (next < window.size() && window.timeMs(next) == middleMs) {
            return window.value(next);
        }
        if (next == 0) {
            return Absent.VALUE;
        }
        return next < window.size()
                ? ExtendedRange.interpolate(window, next - 1, middleMs, false)
                : window.value(next - 1);
    }
}
