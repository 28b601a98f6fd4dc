package dev.holdfast.agent.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Letters made of strokes, for pictures without a font: the Java that is shipped has no {@code java.desktop}.
 *
 * <p>A letter is a width and its strokes on a grid of which 20 units are the size of the font. A stroke is pairs of digits of base 36,
 * x and y; y grows upward, the base line is at 4, small letters end at 14 ({@code e}) and capitals at 18 ({@code i}). After {@code ~}
 * the points are those of an open curve, after {@code @} of a closed one: quadratic B-splines, by Chaikin's corner cutting. Letters beyond ASCII are the few that
 * units and shortened names need; any other is a box.
 */
final class StrokeFont {
    private static final int UNITS = 20;
    private static final int BASE_LINE = 4;
    private static final int GAP = 4;
    private static final int CUTS = 3;
    private static final String BOX = "7 04747i0i04";
    private static final String[] LETTERS = {
        "  5",
        "! 1 0i09 0405",
        "\" 3 0i0f 3i3f",
        "# 8 3i24 6i54 0d8d 0989",
        "$ 8 ~8f7i0i0b8b841407 4j43",
        "% 8 048i @0d4d4i0i @44848949",
        "& 8 ~841e1i6i6e0704548a",
        "' 0 0i0f",
        "( 3 ~3j0f0732",
        ") 3 ~0j3f3702",
        "* 6 3i3c 0h6d 0d6h",
        "+ 8 0a8a 4e46",
        ", 1 1502",
        "- 6 0a6a",
        ". 0 0405",
        "/ 7 027j",
        "0 8 @04848i0i",
        "1 8 1e5i54",
        "2 8 ~0e0i8i8c0504 0484",
        "3 8 ~0f1i8i8b3b ~3b9b940407",
        "4 8 646i0888",
        "5 8 7i1i0b ~0b2d8d840407",
        "6 8 @04848d0d ~090i5i7h",
        "7 8 0i8i34",
        "8 8 @1b7b7i1i @04848b0b",
        "9 8 @09898i0i ~8d843415",
        ": 0 0405 0c0d",
        "; 1 1502 1c1d",
        "< 7 7e0a76",
        "= 7 0c7c 0878",
        "> 7 0e7a06",
        "? 7 ~0f0i7i7b3b38 3435",
        "@ d @47979d4d ~9d98d8di0i03a3",
        "A 8 044i84 2969",
        "B 8 040i ~0i7i7b0b ~0b8b8404",
        "C 8 ~8f7i0i047487",
        "D 8 040i ~0i8i8404",
        "E 7 7i0i0474 0b6b",
        "F 7 7i0i04 0b6b",
        "G 8 ~8f7i0i04848b 8b5b",
        "H 8 040i 848i 0b8b",
        "I 1 1i14",
        "J 5 ~5i540407",
        "K 8 040i 8i0a 3d84",
        "L 7 0i0474",
        "M a 040i59aia4",
        "N 8 040i848i",
        "O 9 @04949i0i",
        "P 8 040i ~0i8i8a0a",
        "Q 9 @04949i0i 6893",
        "R 8 040i ~0i8i8a0a 4a84",
        "S 8 ~8f7i0i0b8b841407",
        "T 8 0i8i 4i44",
        "U 8 0i08 ~08048488 888i",
        "V 8 0i448i",
        "W c 0i346g94ci",
        "X 8 0i84 048i",
        "Y 8 0i4b8i 4b44",
        "Z 8 0i8i0484",
        "[ 3 3j0j0232",
        "\\ 7 0j72",
        "] 3 0j3j3202",
        "^ 6 0d3i6d",
        "_ 8 0383",
        "` 2 0i2f",
        "a 8 @04848e0e 8e84",
        "b 8 0i04 @04848e0e",
        "c 7 ~7c6e0e046476",
        "d 8 8i84 @04848e0e",
        "e 8 0989 ~898e0e047486",
        "f 5 ~6i2i2d 2d24 0e5e",
        "g 8 @04848e0e 8e83 ~83801001",
        "h 8 0i04 ~0a0e8e8a 8a84",
        "i 1 1e14 1h1i",
        "j 2 2e22 ~222000 2h2i",
        "k 7 0i04 7e08 2a74",
        "l 1 1i14",
        "m a 0e04 ~0a0e5e5a 5a54 ~5a5eaeaa aaa4",
        "n 8 0e04 ~0a0e8e8a 8a84",
        "o 8 @04848e0e",
        "p 8 0e00 @04848e0e",
        "q 8 8e80 @04848e0e",
        "r 5 0e04 ~0a0e4e5d",
        "s 7 ~7c6e0e0979741406",
        "t 5 2h26 ~262454 0e5e",
        "u 8 0e08 ~08048488 8e84",
        "v 8 0e448e",
        "w a 0e245d84ae",
        "x 7 0e74 047e",
        "y 8 0e44 8e3010",
        "z 7 0e7e0474",
        "{ 4 ~4j2j2b0b ~0b2b2343",
        "| 2 1j11",
        "} 4 ~0j2j2b4b ~4b2b2303",
        "~ 8 ~090c4c4a8a8d",
        "\u00b0 4 @0e4e4i0i",
        "\u00b5 8 0e00 0e08 ~08048488 8e84",
        "\u00b7 0 0a0b",
        "\u2026 8 0405 4445 8485",
    };

    private static final Map<Integer, Letter> FONT = new HashMap<>();

    static {
        for (String line : LETTERS) {
            FONT.put((int) line.charAt(0), letter(line.substring(2)));
        }
    }

    private StrokeFont() {}

    /** Points of a stroke, in units, y downward from the base line. */
    record Stroke(double[] xs, double[] ys) {}

    private record Letter(int width, List<Stroke> strokes) {}

    /** How wide a text is at a size. */
    static double widthOf(String text, double size) {
        double units = 0;
        for (int c : text.codePoints().toArray()) {
            units += of(c).width() + GAP;
        }
        return Math.max(0, units - GAP) * size / UNITS;
    }

    /** The strokes of a text that begins at a place on its base line. */
    static List<Stroke> strokes(String text, double x, double y, double size) {
        List<Stroke> placed = new ArrayList<>();
        double scale = size / UNITS;
        double left = x;
        for (int c : text.codePoints().toArray()) {
            Letter letter = of(c);
            for (Stroke stroke : letter.strokes()) {
                double[] xs = new double[stroke.xs().length];
                double[] ys = new double[xs.length];
                for (int i = 0; i < xs.length; i++) {
                    xs[i] = left + stroke.xs()[i] * scale;
                    ys[i] = y + stroke.ys()[i] * scale;
                }
                placed.add(new Stroke(xs, ys));
            }
            left += (letter.width() + GAP) * scale;
        }
        return placed;
    }

    private static Letter of(int c) {
        Letter letter = FONT.get(c);
        return letter == null ? letter(BOX) : letter;
    }

    private static Letter letter(String description) {
        String[] words = description.split(" ", -1);
        List<Stroke> strokes = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            boolean closed = words[i].charAt(0) == '@';
            boolean curved = closed || words[i].charAt(0) == '~';
            Stroke stroke = points(curved ? words[i].substring(1) : words[i]);
            for (int cut = 0; curved && cut < CUTS; cut++) {
                stroke = closed ? cutClosed(stroke) : cutOpen(stroke);
            }
            strokes.add(closed ? joined(stroke) : stroke);
        }
        return new Letter(Character.digit(words[0].charAt(0), 36), strokes);
    }

    private static Stroke points(String digits) {
        double[] xs = new double[digits.length() / 2];
        double[] ys = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = Character.digit(digits.charAt(2 * i), 36);
            ys[i] = BASE_LINE - Character.digit(digits.charAt(2 * i + 1), 36);
        }
        return new Stroke(xs, ys);
    }

    /** Each side gives way to its middle half. */
    private static Stroke cutClosed(Stroke stroke) {
        int count = stroke.xs().length;
        double[] xs = new double[2 * count];
        double[] ys = new double[2 * count];
        for (int i = 0; i < count; i++) {
            int next = (i + 1) % count;
            cut(stroke, i, next, xs, ys, 2 * i);
        }
        return new Stroke(xs, ys);
    }

    /** The same, but both ends stay. */
    private static Stroke cutOpen(Stroke stroke) {
        int count = stroke.xs().length;
        double[] xs = new double[2 * count];
        double[] ys = new double[2 * count];
        xs[0] = stroke.xs()[0];
        ys[0] = stroke.ys()[0];
        for (int i = 0; i + 1 < count; i++) {
            cut(stroke, i, i + 1, xs, ys, 2 * i + 1);
        }
        xs[2 * count - 1] = stroke.xs()[count - 1];
        ys[2 * count - 1] = stroke.ys()[count - 1];
        return new Stroke(xs, ys);
    }

    private static void cut(Stroke stroke, int from, int to, double[] xs, double[] ys, int at) {
        xs[at] = stroke.xs()[from] * 0.75 + stroke.xs()[to] * 0.25;
        ys[at] = stroke.ys()[from] * 0.75 + stroke.ys()[to] * 0.25;
        xs[at + 1] = stroke.xs()[from] * 0.25 + stroke.xs()[to] * 0.75;
        ys[at + 1] = stroke.ys()[from] * 0.25 + stroke.ys()[to] * 0.75;
    }

    private static Stroke joined(Stroke ring) {
        int count = ring.xs().length;
        double[] xs = Arrays.copyOf(ring.xs(), count + 1);
        double[] ys = Arrays.copyOf(ring.ys(), count + 1);
        xs[count] = xs[0];
        ys[count] = ys[0];
        return new Stroke(xs, ys);
    }
}
