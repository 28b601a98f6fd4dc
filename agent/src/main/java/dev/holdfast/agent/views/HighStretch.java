package dev.holdfast.agent.views;

import org.jspecify.annotations.Nullable;

/**
 * Where a curve is above a threshold for longest and most. Pure.
 *
 * @param first index of the first value above
 * @param last index of the last one
 */
record HighStretch(int first, int last) {
    /** A dip of so many values does not end it. */
    private static final int DIP = 3;

    /** The stretch with the largest area above the threshold; null when nothing is above it. */
    static @Nullable HighStretch of(Curve curve, double threshold) {
        HighStretch best = null;
        double bestArea = 0;
        int first = -1;
        int last = -1;
        double area = 0;
        for (int i = 0; i <= curve.size(); i++) {
            boolean above = i < curve.size() && curve.value(i) >= threshold;
            if (above) {
                first = first < 0 ? i : first;
                last = i;
                area += curve.value(i) - threshold + Math.ulp(threshold);
            } else if (first >= 0 && (i == curve.size() || i - last > DIP)) {
                if (area >= bestArea) {
                    bestArea = area;
                    best = new HighStretch(first, last);
                }
                first = -1;
                area = 0;
            }
        }
        return best;
    }

    int length() {
        return last - first + 1;
    }
}
