package dev.holdfast.agent.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.functions.FunctionTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The files of the page as they are sent: how much they are, and what must not be in them. */
class PageFilesTest {
    private static final Path PAGE = Path.of("src/main/resources/dev/holdfast/agent/page");
    /** Without uPlot, which is 50 KB more, 22 compressed. */
    private static final int MOST_BYTES = 200_000;

    private static final int MOST_COMPRESSED_BYTES = 70_000;

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(PAGE)) {
            return files.sorted().toList();
        }
    }

    private static String text(String name) throws IOException {
        return Files.readString(PAGE.resolve(name));
    }

    @Test
    void allOfItIsSmall() throws IOException {
        int bytes = 0;
        int compressed = 0;
        for (Path file : files()) {
            byte[] content = Files.readAllBytes(file);
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(sink)) {
                gzip.write(content);
            }
            bytes += content.length;
            compressed += sink.size();
        }
        System.out.println(
                "PageFilesTest: " + files().size() + " files, " + bytes + " bytes, " + compressed + " compressed");
        assertTrue(bytes > 0 && bytes <= MOST_BYTES, "bytes=" + bytes);
        assertTrue(compressed <= MOST_COMPRESSED_BYTES, "compressed=" + compressed);
    }

    /** What the server's Content-Security-Policy would block, and what would leave the host. */
    @Test
    void nothingIsInlineAndNothingIsFromElsewhere() throws IOException {
        Pattern inline = Pattern.compile("<script(?![^>]*src=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
        Pattern elsewhere = Pattern.compile("(https?:)?//(?!www\\.w3\\.org/2000/svg)[a-z0-9.-]+\\.[a-z]{2,}");
        for (Path file : files()) {
            String content = Files.readString(file);
            assertTrue(
                    !file.toString().endsWith(".html")
                            || !inline.matcher(content).find(),
                    file + " has inline code");
            Matcher matcher = elsewhere.matcher(content);
            assertTrue(!matcher.find(), () -> file + " names " + matcher.group());
            assertTrue(!content.contains("innerHTML") && !content.contains("eval("), file + " makes code of texts");
        }
    }

    @Test
    void everyFileIsUsed() throws IOException {
        Set<String> named = new TreeSet<>(Set.of("index.html"));
        for (Path file : files()) {
            Matcher matcher = Pattern.compile("['\"](?:\\./)?([a-z]+\\.(?:js|css|svg))['\"]")
                    .matcher(Files.readString(file));
            while (matcher.find()) {
                named.add(matcher.group(1));
            }
        }
        Set<String> there = files().stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(there, named);
    }

    /** What is completed is what the engine knows. */
    @Test
    void theFunctionsAreThoseOfTheEngine() throws IOException {
        String list = text("functions.js");
        int aggregations = list.indexOf("export const AGGREGATIONS");
        int keywords = list.indexOf("export const KEYWORDS");
        assertEquals(FunctionTable.names(), keys(list.substring(0, aggregations)));
        assertEquals(
                Arrays.stream(AggregateOp.values())
                        .map(op -> op.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new)),
                keys(list.substring(aggregations, keywords)));
    }

    private static Set<String> keys(String object) {
        return Pattern.compile("(?m)^ {4}([a-z0-9_]+): \\[")
                .matcher(object)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
