package dev.holdfast.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Figures by engine and name, in a file of lines {@code engine<tab>name<tab>value} that the runs add to. */
final class Measures {
    private final Path file;

    Measures(Path file) {
        this.file = file;
    }

    void add(String engine, String name, Object value) throws IOException {
        String line = engine + "\t" + name + "\t" + value + "\n";
        System.out.print(line);
        Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** All of them, engines and names in the order in which they came first. */
    Map<String, Map<String, String>> read() throws IOException {
        Map<String, Map<String, String>> engines = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] fields = line.split("\t", 3);
            engines.computeIfAbsent(fields[0], engine -> new LinkedHashMap<>()).put(fields[1], fields[2]);
        }
        return engines;
    }
}
