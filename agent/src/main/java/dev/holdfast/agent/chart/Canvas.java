package dev.holdfast.agent.chart;

/** A field of dots that becomes rows of characters. The origin is at the top left. */
sealed interface Canvas permits BrailleCanvas, AsciiCanvas {
    int dotsAcross();

    int dotsDown();

    /** Dots of a row of characters. */
    int dotsPerRow();

    /** Sets one dot; outside of the field it is nothing. */
    void dot(int x, int y, int colour);

    /** A row of characters, with colours as a palette writes them. */
    String row(int row, Palette palette);

    /** Draws a straight line (Bresenham's), both ends included. */
    default void line(int fromX, int fromY, int toX, int toY, int colour) {
        int dx = Math.abs(toX - fromX);
        int dy = -Math.abs(toY - fromY);
        int stepX = fromX < toX ? 1 : -1;
        int stepY = fromY < toY ? 1 : -1;
        int error = dx + dy;
        int x = fromX;
        int y = fromY;
        while (true) {
            dot(x, y, colour);
            if (x == toX && y == toY) {
                return;
            }
            int doubled = 2 * error;
            if (doubled >= dy) {
                error += dy;
                x += stepX;
            }
            if (doubled <= dx) {
                error += dx;
                y += stepY;
            }
        }
    }
}
