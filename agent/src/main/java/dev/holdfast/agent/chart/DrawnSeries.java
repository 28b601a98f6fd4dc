package dev.holdfast.agent.chart;

import dev.holdfast.query.MatrixSeries;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which series of an answer a picture shows, and the axis that they need. */
final class DrawnSeries {
    private DrawnSeries() {}

    /** All, or of too many those with the largest mean, in the order of the answer. */
    static List<MatrixSeries> of(List<MatrixSeries> all) {
        if (all.size() <= Palette.SIZE) {
            return all;
        }
        double[] ranks = all.stream()
                .mapToDouble(series -> -SeriesStats.of(series).avg())
                .toArray();
        // NaN, of a series without a finite value, is the last of all.
        return IntStream.range(0, ranks.length)
                .boxed()
                .sorted(Comparator.comparingDouble(at -> ranks[at]))
                .limit(Palette.SIZE)
                .sorted()
                .map(all::get)
                .toList();
    }

    /** The axis that spans the finite values of some series. */
    static ValueAxis axis(List<MatrixSeries> series, int ticks, Unit unit) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (MatrixSeries one : series) {
            for (int i = 0; i < one.size(); i++) {
                if (Double.isFinite(one.value(i))) {
                    least = Math.min(least, one.value(i));
                    most = Math.max(most, one.value(i));
                }
            }
        }
        return least > most ? ValueAxis.spanning(0, 1, ticks, unit) : ValueAxis.spanning(least, most, ticks, unit);
    }

    /** What to say when some are left out, else the empty string. */
    static String remark(List<MatrixSeries> all, List<MatrixSeries> drawn) {
        return all.size() == drawn.size()
                ? ""
                : "the " + drawn.size() + " largest of " + all.size()
                        + " series are drawn; narrow the selector, or aggregate: sum by (label) (...)";
    }
}
