package dev.holdfast.agent.views;

/** A curve in a line of characters, as high as its highest value; a blank is no data. Stateless. */
final class Spark {
    private static final String HEIGHTS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

    private Spark() {}

    /** So many characters, each as high as the highest value that falls on it, above zero or the lowest of a far level. */
    static String of(Curve curve, int width) {
        double top = curve.max();
        double bottom = Math.min(0, curve.quantile(0));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < width; i++) {
            int from = i * curve.size() / width;
            int to = Math.max(from + 1, (i + 1) * curve.size() / width);
            double highest = Double.NaN;
            for (int j = from; j < to; j++) {
                double value = curve.value(j);
                highest = Double.isFinite(value) && !(highest >= value) ? value : highest;
            }
            if (Double.isNaN(highest)) {
                out.append(' ');
                continue;
            }
            double share = top > bottom ? (highest - bottom) / (top - bottom) : 0;
            out.append(HEIGHTS.charAt((int) Math.min(HEIGHTS.length() - 1, Math.max(0, share * HEIGHTS.length()))));
        }
        return out.toString();
    }
}
