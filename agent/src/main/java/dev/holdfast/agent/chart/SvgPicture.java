package dev.holdfast.agent.chart;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A figure as SVG 1.1, which every browser and most ticket systems show. It names no font that must be there, loads nothing and
 * runs nothing.
 */
public final class SvgPicture implements Sketch {
    private static final String PLAIN = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',Arial,sans-serif";
    private static final String CODE = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";
    /** Mean width of a character as a share of the size; what the real font takes is not known here. */
    private static final double PLAIN_WIDTH = 0.56;

    private static final double CODE_WIDTH = 0.61;

    private final StringBuilder out = new StringBuilder(1 << 14);

    private SvgPicture() {}

    /** Writes a figure; the stream stays open. */
    public static void write(Figure figure, OutputStream stream) throws IOException {
        SvgPicture picture = new SvgPicture();
        picture.out
                .append(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(figure.width())
                .append("\" height=\"")
                .append(figure.height())
                .append("\" viewBox=\"0 0 ")
                .append(figure.width())
                .append(' ')
                .append(figure.height())
                .append("\" role=\"img\">\n<title>")
                .append(escaped(figure.title()))
                .append("</title>\n<desc>")
                .append(escaped(figure.subtitle()))
                .append("</desc>\n");
        figure.draw(picture);
        picture.out.append("</svg>\n");
        stream.write(picture.out.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void rectangle(double x, double y, double width, double height, int rgb) {
        out.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
        out.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
        out.append("\" fill=\"").append(colour(rgb)).append("\"/>\n");
    }

    @Override
    public void line(double[] xs, double[] ys, int count, double width, int rgb) {
        // A level or upright hair line lies on the middle of pixels, so that it is one pixel wide.
        double shift = width == 1 ? 0.5 : 0;
        boolean dot = count == 1;
        out.append("<path d=\"");
        for (int i = 0; i < (dot ? 2 : count); i++) {
            int at = dot ? 0 : i;
            out.append(i == 0 ? 'M' : 'L');
            out.append(number(shift == 0 ? xs[at] : Math.floor(xs[at]) + shift)).append(' ');
            out.append(number(shift == 0 ? ys[at] : Math.floor(ys[at]) + shift));
        }
        out.append("\" fill=\"none\" stroke=\"").append(colour(rgb));
        out.append("\" stroke-width=\"").append(number(width));
        if (shift == 0) {
            out.append("\" stroke-linecap=\"round\" stroke-linejoin=\"round");
        }
        out.append("\"/>\n");
    }

    @Override
    public void area(double[] xs, double[] ys, int count, double bottom, int rgb, double opacity) {
        out.append("<path d=\"M").append(number(xs[0])).append(' ').append(number(bottom));
        for (int i = 0; i < count; i++) {
            out.append('L').append(number(xs[i])).append(' ').append(number(ys[i]));
        }
        out.append('L').append(number(xs[count - 1])).append(' ').append(number(bottom));
        out.append("Z\" fill=\"")
                .append(colour(rgb))
                .append("\" fill-opacity=\"")
                .append(number(opacity));
        out.append("\"/>\n");
    }

    @Override
    public void text(String text, double x, double y, double size, Anchor anchor, int rgb, boolean code) {
        out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
        out.append("\" font-family=\"").append(code ? CODE : PLAIN);
        out.append("\" font-size=\"").append(number(size)).append("\" fill=\"").append(colour(rgb));
        out.append(code ? "\" font-weight=\"600" : "");
        out.append("\" text-anchor=\"").append(anchor.name().toLowerCase(Locale.ROOT));
        out.append("\" xml:space=\"preserve\">").append(escaped(text)).append("</text>\n");
    }

    @Override
    public double widthOf(String text, double size, boolean code) {
        return text.codePointCount(0, text.length()) * size * (code ? CODE_WIDTH : PLAIN_WIDTH);
    }

    private static String number(double value) {
        String text = new BigDecimal(value)
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
        return text.equals("-0") ? "0" : text;
    }

    private static String colour(int rgb) {
        return "#" + Integer.toHexString(0x1000000 | rgb).substring(1);
    }

    /** As XML 1.0 takes it, in text and in attributes; what it cannot say at all becomes the replacement character. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    boolean sayable = c == '\t'
                            || c == '\n'
                            || (c >= ' ' && c < 0xd800)
                            || (c >= 0xe000 && c < 0xfffe)
                            || c > 0xffff;
                    escaped.appendCodePoint(sayable ? c : 0xfffd);
                }
            }
        });
        return escaped.toString();
    }
}
