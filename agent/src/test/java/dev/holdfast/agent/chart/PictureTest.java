package dev.holdfast.agent.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.MatrixSeries;
import dev.holdfast.storage.Labels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Pictures for files: read back by what others read them with, and not blank. */
class PictureTest {
    private static final long START_MS = 1_795_348_800_000L;

    @Test
    void svgIsXmlThatSaysEverything() throws Exception {
        Document svg = parse(svg(figure("rate(x{a=\"<&>\"}[5m])", Theme.LIGHT, waves(3))));
        assertEquals("svg", svg.getDocumentElement().getLocalName());
        assertEquals("http://www.w3.org/2000/svg", svg.getDocumentElement().getNamespaceURI());
        String text = svg.getDocumentElement().getTextContent();
        for (String said : List.of(
                "rate(x{a=\"<&>\"}[5m])",
                "ship-7",
                "2026-11-22 13:00:00 to 14:40:00 CET",
                "every 1m",
                "a=0",
                "a=2",
                "min",
                "last",
                "13:30",
                "KiB")) {
            assertTrue(text.contains(said), said + " in " + text);
        }
        assertEquals(3, coloured(svg, "path", "#0079c2", "#d75f00", "#00935a") / 2, "a line and a key for each");
        assertEquals(
                0,
                svg.getElementsByTagName("script").getLength()
                        + svg.getElementsByTagName("image").getLength());
    }

    @Test
    void svgTakesAnyNames() throws Exception {
        MatrixSeries odd = new MatrixSeries(
                Labels.of("a", "\u0001 ]]> <!-- \ud83d\ude00 \ud800"), new long[] {START_MS}, new double[] {1});
        Document svg = parse(svg(figure("x\n  + \u0000y", Theme.DARK, List.of(odd))));
        assertTrue(svg.getDocumentElement().getTextContent().contains("\ud83d\ude00"));
    }

    @Test
    void pngIsDecodedByOthersAndHasTheColoursOfItsLines() throws IOException {
        for (Theme theme : Theme.values()) {
            byte[] bytes = png(figure("node_load1", theme, waves(2)));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            assertNotNull(image);
            assertEquals(1920, image.getWidth());
            Map<Integer, Integer> counts = new HashMap<>();
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    counts.merge(image.getRGB(x, y) & 0xffffff, 1, Integer::sum);
                }
            }
            assertEquals(theme.background(), image.getRGB(2, 2) & 0xffffff);
            assertTrue(counts.getOrDefault(theme.line(0), 0) > 2_000, () -> "line 0: " + counts.get(theme.line(0)));
            assertTrue(counts.getOrDefault(theme.line(1), 0) > 2_000, () -> "line 1: " + counts.get(theme.line(1)));
            assertTrue(counts.getOrDefault(theme.text(), 0) > 1_000, () -> "text: " + counts.get(theme.text()));
            assertTrue(counts.getOrDefault(theme.grid(), 0) > 5_000, () -> "grid: " + counts.get(theme.grid()));
            assertTrue(counts.get(theme.background()) < image.getWidth() * image.getHeight() * 97 / 100, "blank");
        }
    }

    @Test
    void theSamePictureIsTheSameBytes() throws IOException {
        assertArrayEquals(png(figure("x", Theme.LIGHT, waves(2))), png(figure("x", Theme.LIGHT, waves(2))));
        assertArrayEquals(svg(figure("x", Theme.LIGHT, waves(2))), svg(figure("x", Theme.LIGHT, waves(2))));
    }

    @Test
    void aGapIsNotBridgedAndAPointAloneIsADot() throws Exception {
        double[] values = new double[101];
        Arrays.fill(values, Double.NaN);
        values[50] = 7;
        MatrixSeries point = series("p", values);
        Document svg = parse(svg(figure("x", Theme.LIGHT, List.of(point))));
        assertEquals(2, coloured(svg, "path", "#0079c2"), "the dot and the key");
        values[49] = 6;
        values[10] = 3;
        Document two = parse(svg(figure("x", Theme.LIGHT, List.of(series("p", values)))));
        assertEquals(4, coloured(two, "path", "#0079c2"), "a dot, a piece, its area, and the key");
    }

    @Test
    void awkwardValuesAndManySeriesMakeAPicture() throws Exception {
        List<MatrixSeries> many = new ArrayList<>(waves(30));
        many.add(series("inf", Double.POSITIVE_INFINITY, Double.NaN));
        many.add(series("max", Double.MAX_VALUE, -Double.MAX_VALUE));
        Document svg = parse(svg(figure("x".repeat(2_000), Theme.LIGHT, many)));
        assertTrue(svg.getDocumentElement().getTextContent().contains("the 10 largest of 32 series are drawn"));
        assertNotNull(ImageIO.read(new ByteArrayInputStream(png(figure("x".repeat(2_000), Theme.DARK, many)))));
        assertNotNull(ImageIO.read(new ByteArrayInputStream(
                png(figure("x", Theme.DARK, List.of(series("nan", Double.NaN)))))));
    }

    @Test
    void everyLetterOfAsciiIsDrawn() {
        int box = StrokeFont.strokes("\u4e2d", 0, 0, 20).size();
        List<String> boxes = new ArrayList<>();
        for (char c = '!'; c < 127; c++) {
            List<StrokeFont.Stroke> strokes = StrokeFont.strokes(String.valueOf(c), 0, 0, 20);
            boolean isBox = strokes.size() == box
                    && Arrays.equals(
                            strokes.get(0).xs(),
                            StrokeFont.strokes("\u4e2d", 0, 0, 20).get(0).xs());
            if (isBox || strokes.isEmpty()) {
                boxes.add(String.valueOf(c));
            }
            for (StrokeFont.Stroke stroke : strokes) {
                for (int i = 0; i < stroke.xs().length; i++) {
                    assertTrue(stroke.xs()[i] >= 0 && stroke.xs()[i] <= 13, c + " is too wide");
                    assertTrue(stroke.ys()[i] <= 4 && stroke.ys()[i] >= -16, c + " is too high");
                }
            }
        }
        assertEquals(List.of(), boxes);
    }

    private static int coloured(Document svg, String element, String... colours) {
        NodeList nodes = svg.getElementsByTagName(element);
        int count = 0;
        for (int i = 0; i < nodes.getLength(); i++) {
            for (String colour : colours) {
                var attributes = nodes.item(i).getAttributes();
                for (String name : List.of("stroke", "fill")) {
                    var value = attributes.getNamedItem(name);
                    count += value != null && value.getNodeValue().equals(colour) ? 1 : 0;
                }
            }
        }
        return count;
    }

    private static Document parse(byte[] bytes) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    private static Figure figure(String title, Theme theme, List<MatrixSeries> series) {
        return new Figure(
                title,
                "ship-7",
                START_MS,
                START_MS + 100 * 60_000,
                60_000,
                ZoneId.of("Europe/Berlin"),
                Unit.BYTES,
                theme,
                series);
    }

    private static List<MatrixSeries> waves(int count) {
        List<MatrixSeries> waves = new ArrayList<>();
        for (int one = 0; one < count; one++) {
            double[] values = new double[101];
            for (int i = 0; i < values.length; i++) {
                values[i] = 4096 + 2048 * Math.sin(i / 8.0 + one);
            }
            waves.add(series(Integer.toString(one), values));
        }
        return waves;
    }

    private static MatrixSeries series(String label, double... values) {
        long[] times = new long[values.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = START_MS + i * 60_000L;
        }
        return new MatrixSeries(Labels.of("a", label), times, values);
    }

    private static byte[] svg(Figure figure) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SvgPicture.write(figure, out);
        assertTrue(out.toString(StandardCharsets.UTF_8).endsWith("</svg>\n"));
        return out.toByteArray();
    }

    private static byte[] png(Figure figure) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PngPicture.write(figure, out);
        return out.toByteArray();
    }
}
