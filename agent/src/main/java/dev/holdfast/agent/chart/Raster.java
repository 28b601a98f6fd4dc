package dev.holdfast.agent.chart;

import java.util.Arrays;

/**
 * A field of pixels that lines are drawn on with soft edges: how much of a pixel a line covers is taken from the distance of its
 * middle. One shape at a time is gathered and then laid over the field, so that a line that crosses itself is not darker there.
 */
final class Raster {
    private final int width;
    private final int height;
    private final int[] pixels;
    private final float[] cover;
    private int left;
    private int right;
    private int top;
    private int bottom;

    /** A field in black. */
    Raster(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = new int[width * height];
        cover = new float[width * height];
        none();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** {@code 0xRRGGBB}. */
    int pixel(int x, int y) {
        return pixels[y * width + x];
    }

    /** Fills whole pixels. */
    void fill(int fromX, int fromY, int toX, int toY, int rgb) {
        for (int y = Math.max(0, fromY); y < Math.min(height, toY); y++) {
            Arrays.fill(pixels, y * width + Math.max(0, fromX), y * width + Math.max(0, Math.min(width, toX)), rgb);
        }
    }

    /** Adds a straight line with round ends to the shape. */
    void gatherLine(double fromX, double fromY, double toX, double toY, double thickness) {
        double reach = thickness / 2 + 1;
        int minX = clamp(Math.min(fromX, toX) - reach, width);
        int maxX = clamp(Math.max(fromX, toX) + reach + 1, width);
        int minY = clamp(Math.min(fromY, toY) - reach, height);
        int maxY = clamp(Math.max(fromY, toY) + reach + 1, height);
        double dx = toX - fromX;
        double dy = toY - fromY;
        double length = dx * dx + dy * dy;
        for (int y = minY; y < maxY; y++) {
            for (int x = minX; x < maxX; x++) {
                double px = x + 0.5 - fromX;
                double py = y + 0.5 - fromY;
                double along = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
                double distance = Math.hypot(px - along * dx, py - along * dy);
                gather(x, y, thickness / 2 + 0.5 - distance);
            }
        }
    }

    /** Adds a stretch of a column of pixels to the shape. */
    void gatherColumn(int x, double fromY, double toY) {
        for (int y = clamp(fromY, height); y < clamp(toY + 1, height); y++) {
            gather(x, y, Math.min(y + 1, toY) - Math.max(y, fromY));
        }
    }

    private void gather(int x, int y, double share) {
        if (share <= 0 || x < 0 || x >= width) {
            return;
        }
        int at = y * width + x;
        cover[at] = Math.max(cover[at], (float) Math.min(1, share));
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
    }

    /** Lays the shape over the field, and begins a new one. */
    void lay(int rgb, double opacity) {
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                int at = y * width + x;
                if (cover[at] > 0) {
                    pixels[at] = blended(pixels[at], rgb, cover[at] * opacity);
                    cover[at] = 0;
                }
            }
        }
        none();
    }

    private void none() {
        left = width;
        right = -1;
        top = height;
        bottom = -1;
    }

    private static int blended(int below, int above, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double from = (below >> shift) & 0xff;
            double to = (above >> shift) & 0xff;
            mixed |= (int) Math.round(from + (to - from) * share) << shift;
        }
        return mixed;
    }

    private static int clamp(double value, int limit) {
        return (int) Math.max(0, Math.min(limit, Math.floor(value)));
    }
}
