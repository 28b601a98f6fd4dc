package dev.holdfast.agent.chart;

/** What a figure is drawn on: SVG or pixels. Lengths are pixels of a screen, the origin is at the top left. */
interface Sketch {
    /** On which side of its place a text lies. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A filled rectangle without an edge. */
    void rectangle(double x, double y, double width, double height, int rgb);

    /** Straight lines from point to point with round ends; one point is a dot. */
    void line(double[] xs, double[] ys, int count, double width, int rgb);

    /** What lies between such a line and a level line below it, as a shade of its colour. */
    void area(double[] xs, double[] ys, int count, double bottom, int rgb, double opacity);

    /** A text on its base line. */
    void text(String text, double x, double y, double size, Anchor anchor, int rgb, boolean code);

    /** About how wide a text is. */
    double widthOf(String text, double size, boolean code);
}
