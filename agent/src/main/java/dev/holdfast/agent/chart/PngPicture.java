package dev.holdfast.agent.chart;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A figure as PNG, two pixels for each of a screen's, so that it is sharp on dense screens and in print. Draws and writes all of it
 * itself: Java2D would bring {@code java.desktop} into the shipped Java.
 */
public final class PngPicture implements Sketch {
    private static final int SCALE = 2;
    /** 144 dots an inch. */
    private static final int DOTS_A_METRE = 5669;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final double STROKE = 0.085;
    private static final double BOLD_STROKE = 0.115;
    /** Each row as its difference to the one above: an even ground is zeros. */
    private static final int FILTER_UP = 2;

    private final Raster raster;

    private PngPicture(Figure figure) {
        raster = new Raster(figure.width() * SCALE, figure.height() * SCALE);
    }

    /** Writes a figure; the stream stays open. */
    public static void write(Figure figure, OutputStream stream) throws IOException {
        PngPicture picture = new PngPicture(figure);
        figure.draw(picture);
        picture.encode(figure, stream);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, int rgb) {
        raster.fill(
                (int) Math.round(x * SCALE),
                (int) Math.round(y * SCALE),
                (int) Math.round((x + width) * SCALE),
                (int) Math.round((y + height) * SCALE),
                rgb);
    }

    @Override
    public void line(double[] xs, double[] ys, int count, double width, int rgb) {
        if (width == 1 && count == 2) {
            // A hair line of the grid: whole pixels.
            rectangle(
                    Math.min(xs[0], xs[1]),
                    Math.min(ys[0], ys[1]),
                    Math.max(1.0 / SCALE, Math.abs(xs[1] - xs[0])),
                    Math.max(1.0 / SCALE, Math.abs(ys[1] - ys[0])),
                    rgb);
            return;
        }
        for (int i = 0; i < Math.max(1, count - 1); i++) {
            int next = Math.min(i + 1, count - 1);
            raster.gatherLine(xs[i] * SCALE, ys[i] * SCALE, xs[next] * SCALE, ys[next] * SCALE, width * SCALE);
        }
        raster.lay(rgb, 1);
    }

    @Override
    public void area(double[] xs, double[] ys, int count, double bottom, int rgb, double opacity) {
        int at = 0;
        int last = (int) Math.floor(xs[count - 1] * SCALE);
        for (int x = (int) Math.ceil(xs[0] * SCALE); x <= last; x++) {
            double middle = Math.min((x + 0.5) / SCALE, xs[count - 1]);
            while (at + 2 < count && xs[at + 1] < middle) {
                at++;
            }
            double run = xs[at + 1] - xs[at];
            double share = run == 0 ? 1 : Math.max(0, Math.min(1, (middle - xs[at]) / run));
            raster.gatherColumn(x, (ys[at] + (ys[at + 1] - ys[at]) * share) * SCALE, bottom * SCALE);
        }
        raster.lay(rgb, opacity);
    }

    @Override
    public void text(String text, double x, double y, double size, Anchor anchor, int rgb, boolean code) {
        double width = StrokeFont.widthOf(text, size);
        double left = anchor == Anchor.START ? x : anchor == Anchor.MIDDLE ? x - width / 2 : x - width;
        double thickness = size * SCALE * (code ? BOLD_STROKE : STROKE);
        for (StrokeFont.Stroke stroke : StrokeFont.strokes(text, left * SCALE, y * SCALE, size * SCALE)) {
            for (int i = 0; i + 1 < stroke.xs().length; i++) {
                raster.gatherLine(stroke.xs()[i], stroke.ys()[i], stroke.xs()[i + 1], stroke.ys()[i + 1], thickness);
            }
        }
        raster.lay(rgb, 1);
    }

    @Override
    public double widthOf(String text, double size, boolean code) {
        return StrokeFont.widthOf(text, size);
    }

    private void encode(Figure figure, OutputStream stream) throws IOException {
        stream.write(SIGNATURE);
        chunk(stream, "IHDR", data -> {
            data.writeInt(raster.width());
            data.writeInt(raster.height());
            // Eight bits a channel, red, green and blue, no interlace.
            data.write(new byte[] {8, 2, 0, 0, 0});
        });
        chunk(stream, "pHYs", data -> {
            data.writeInt(DOTS_A_METRE);
            data.writeInt(DOTS_A_METRE);
            data.write(1);
        });
        words(stream, "Title", figure.title());
        words(stream, "Description", figure.subtitle());
        chunk(stream, "IDAT", this::compressPixels);
        chunk(stream, "IEND", data -> {});
    }

    private void compressPixels(DataOutputStream data) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            DeflaterOutputStream zlib = new DeflaterOutputStream(data, deflater);
            byte[] row = new byte[1 + 3 * raster.width()];
            byte[] above = new byte[row.length];
            byte[] filtered = new byte[row.length];
            filtered[0] = FILTER_UP;
            for (int y = 0; y < raster.height(); y++) {
                for (int x = 0; x < raster.width(); x++) {
                    int rgb = raster.pixel(x, y);
                    row[1 + 3 * x] = (byte) (rgb >> 16);
                    row[2 + 3 * x] = (byte) (rgb >> 8);
                    row[3 + 3 * x] = (byte) rgb;
                }
                for (int i = 1; i < row.length; i++) {
                    filtered[i] = (byte) (row[i] - above[i]);
                }
                zlib.write(filtered);
                byte[] swapped = above;
                above = row;
                row = swapped;
            }
            zlib.finish();
        } finally {
            deflater.end();
        }
    }

    /** What a chunk holds. */
    private interface Body {
        void write(DataOutputStream data) throws IOException;
    }

    /** UTF-8 text, not compressed. */
    private static void words(OutputStream stream, String keyword, String text) throws IOException {
        chunk(stream, "iTXt", data -> {
            data.write(keyword.getBytes(StandardCharsets.ISO_8859_1));
            data.write(new byte[5]);
            data.write(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static void chunk(OutputStream stream, String type, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(type.getBytes(StandardCharsets.ISO_8859_1));
        body.write(new DataOutputStream(bytes));
        CRC32 checksum = new CRC32();
        checksum.update(bytes.toByteArray());
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(bytes.size() - type.length());
        bytes.writeTo(out);
        out.writeInt((int) checksum.getValue());
        out.flush();
    }
}
