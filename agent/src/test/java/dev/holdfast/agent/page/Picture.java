package dev.holdfast.agent.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;

/** A page as it looks. Immutable. */
final class Picture {
    private final byte[] png;
    private final BufferedImage image;

    private Picture(byte[] png, BufferedImage image) {
        this.png = png;
        this.image = image;
    }

    static Picture of(byte[] png) throws IOException {
        return new Picture(png, Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png))));
    }

    int width() {
        return image.getWidth();
    }

    /** Leaves it beside the reports, for those who want to see what the test saw. */
    void save(String name) throws IOException {
        Path dir = Path.of("target", "page");
        Files.createDirectories(dir);
        Files.write(dir.resolve(name + ".png"), png);
    }

    /** A part of it; what lies outside is left out. */
    Picture part(int left, int top, int width, int height) {
        int x = Math.max(0, Math.min(left, image.getWidth() - 1));
        int y = Math.max(0, Math.min(top, image.getHeight() - 1));
        return new Picture(
                png,
                image.getSubimage(
                        x,
                        y,
                        Math.max(1, Math.min(width, image.getWidth() - x)),
                        Math.max(1, Math.min(height, image.getHeight() - y))));
    }

    /** How many colours there are. */
    int colours() {
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.size();
    }

    /** The colour that most of it has. */
    int ground() {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                counts.merge(image.getRGB(x, y), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    /** The share of it that is of another colour than the ground, from 0 to 1. */
    double ink() {
        int ground = ground();
        int inked = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                inked += image.getRGB(x, y) == ground ? 0 : 1;
            }
        }
        return (double) inked / image.getWidth() / image.getHeight();
    }

    /** The share of a colour, with some tolerance for what is drawn over it or through it. */
    double share(int rgb, int tolerance) {
        int found = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                found += distance(image.getRGB(x, y), rgb) <= tolerance ? 1 : 0;
            }
        }
        return (double) found / image.getWidth() / image.getHeight();
    }

    /** How bright its ground is, from 0 to 255. */
    int brightness() {
        int ground = ground();
        return ((ground >> 16 & 255) * 3 + (ground >> 8 & 255) * 6 + (ground & 255)) / 10;
    }

    private static int distance(int a, int b) {
        return Math.max(
                Math.abs((a >> 16 & 255) - (b >> 16 & 255)),
                Math.max(Math.abs((a >> 8 & 255) - (b >> 8 & 255)), Math.abs((a & 255) - (b & 255))));
    }
}
