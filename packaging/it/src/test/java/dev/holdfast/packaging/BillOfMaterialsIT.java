package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shipped is named: in the bill of materials with its version, in the copyright file with its licence. */
class BillOfMaterialsIT {
    private static final Pattern PURL =
            Pattern.compile("\"purl\" : \"pkg:maven/[^/]+/([^@\"]+)@([^?\"]+)\\?type=jar\"");

    private static List<String> jars() throws IOException {
        try (Stream<Path> files =
                Files.list(BuiltPackages.unpacked(BuiltPackages.DEB).resolve("usr/lib/holdfast/lib"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> missingInBill(List<String> jars, String bill) {
        List<String> missing = new ArrayList<>(jars);
        Matcher purl = PURL.matcher(bill);
        while (purl.find()) {
            missing.remove(purl.group(1) + "-" + purl.group(2) + ".jar");
        }
        return missing;
    }

    @Test
    void listsEveryJarAndTheJavaRuntime() throws IOException {
        String bill = Files.readString(BuiltPackages.of(BuiltPackages.BILL));
        List<String> jars = jars();
        assertTrue(jars.size() > 15, jars.toString());
        assertEquals(List.of(), missingInBill(jars, bill));
        // The canary: what is not in there is missed.
        assertEquals(List.of("new-1.jar"), missingInBill(List.of("new-1.jar"), bill));
        Path release = Path.of(
                        "target",
                        "unpacked-" + BuiltPackages.of(BuiltPackages.DEB).getFileName())
                .resolve("usr/lib/holdfast/runtime/release");
        Matcher version = Pattern.compile("JAVA_VERSION=\"([^\"]+)\"").matcher(Files.readString(release));
        assertTrue(version.find());
        assertTrue(bill.contains("\"name\" : \"OpenJDK\""));
        assertTrue(bill.contains("\"version\" : \"" + version.group(1)), version.group(1));
    }

    @Test
    void lieInThePackageToo() throws IOException {
        Path bill = BuiltPackages.of(BuiltPackages.BILL);
        Path packaged = BuiltPackages.unpacked(BuiltPackages.DEB)
                .resolve("usr/share/doc/holdfast/" + bill.getFileName() + ".gz");
        assertEquals(Files.readString(bill), Command.must(20, List.of("gzip", "-dc", packaged.toString())));
    }

    /** A dependency that is new wants an entry: whose it is, and under which licence. */
    @Test
    void everyJarHasAnEntryInTheCopyrightFile() throws IOException {
        List<String> jars = jars();
        String copyright =
                Files.readString(BuiltPackages.unpacked(BuiltPackages.DEB).resolve("usr/share/doc/holdfast/copyright"));
        List<String> patterns = Pattern.compile("usr/lib/holdfast/lib/(\\S+)")
                .matcher(copyright)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertEquals(List.of(), withoutEntry(jars, patterns), "add it to packaging/copyright");
        assertEquals(List.of("new-1.jar"), withoutEntry(List.of("new-1.jar"), patterns));
        for (String pattern : patterns) {
            assertFalse(withoutEntry(jars, List.of(pattern)).size() == jars.size(), pattern + " is of nothing shipped");
        }
        assertTrue(copyright.contains("Files: usr/lib/holdfast/runtime/*"));
    }

    private static List<String> withoutEntry(List<String> jars, List<String> patterns) {
        return jars.stream()
                .filter(jar -> !jar.startsWith("holdfast-"))
                .filter(jar -> patterns.stream()
                        .noneMatch(pattern -> FileSystems.getDefault()
                                .getPathMatcher("glob:" + pattern)
                                .matches(Path.of(jar))))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Test
    void checksumsNameEveryFileAndAreRight() throws IOException {
        Path sums = BuiltPackages.of(BuiltPackages.SUMS);
        String folder = BuiltPackages.folder().toString();
        Command.must(
                60, List.of("sh", "-c", "cd '" + folder + "' && sha256sum --strict --check " + sums.getFileName()));
        List<String> named = Files.readAllLines(sums).stream()
                .map(line -> line.substring(66))
                .sorted()
                .toList();
        List<String> there = BuiltPackages.all().stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals(BuiltPackages.SUMS))
                .toList();
        assertEquals(there, named);
    }
}
