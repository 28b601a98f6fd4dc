package dev.holdfast.agent.staged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Class archives are used where they fit, and nowhere else; with each JDK that is here. */
@Timeout(300)
class ClassArchiveIT {
    private static final String SAID = ", Java ";
    private static final String CHANGED = ", JAVA ";

    @TempDir
    private Path dir;

    @Test
    void aChangedJarOfTheSameSizeAndTimeIsRunAsItIs() throws Exception {
        for (Path jdk : jdks()) {
            Path home = smallHome(dir.resolve(jdk.getFileName()));
            makeArchives(home, jdk);
            assertEquals("", version(home, jdk, SAID).err());
            change(home);
            Command.Result changed = version(home, jdk, CHANGED);
            assertTrue(changed.err().contains("are not those that its class archives were made of"), changed.err());
            // The canary: Java alone takes the old class.
            Path madeFor = home.resolve("cds/made-for");
            Command.Result sums = Command.run("sh", "-c", "echo " + home + "; cksum " + home + "/lib/holdfast-*.jar");
            Files.writeString(madeFor, sums.out());
            version(home, jdk, SAID);
            makeArchives(home, jdk);
            assertEquals("", version(home, jdk, CHANGED).err());
        }
    }

    @Test
    void aTreeThatWasMovedMakesItsArchivesAtTheFirstStart() throws Exception {
        Path jdk = StagedTree.jdk();
        Path home = smallHome(dir.resolve("one"));
        makeArchives(home, jdk);
        Path moved = dir.resolve("two");
        Files.move(dir.resolve("one"), moved);
        home = moved.resolve("holdfast");
        assertEquals("", version(home, jdk, SAID).err());
        Path madeFor = home.resolve("cds/made-for");
        for (int i = 0;
                i < 600 && !(Files.exists(madeFor) && Files.readString(madeFor).startsWith(home + "\n"));
                i++) {
            Thread.sleep(100);
        }
        assertTrue(Files.readString(madeFor).startsWith(home + "\n"), "nothing was made");
        assertTrue(version(home, jdk, SAID, "-Xlog:class+load=info:stdout:none")
                .out()
                .contains(".VersionCommand source: shared objects file"));
    }

    @Test
    void theArchiveOfThePackageIsTakenWhereThePackagePutsIt() throws Exception {
        Path packaged = packaged();
        inPrivateRoot(packaged, "HOLDFAST_JAVA_OPTS=-Xlog:class+load=info:stdout:none")
                .expect(0)
                .says("dev.holdfast.agent.cli.VersionCommand source: shared objects file");
    }

    @Test
    void withoutAnyJavaOneLineSaysWhatToDo() throws Exception {
        packaged();
        Path home = smallHome(dir.resolve("nojre"));
        Command.Result result = inPrivateRoot(home).expect(69);
        assertTrue(result.err().startsWith("holdfast: needs Java 17 or newer"), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }

    private static Path packaged() throws Exception {
        StagedTree tree = StagedTree.get();
        Path packaged = tree.packaged();
        assumeTrue(packaged != null, tree::whyNotPackaged);
        return packaged;
    }

    private static Command.Result inPrivateRoot(Path home, String... variables) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(StagedTree.checkout().resolve("packaging/private-root").toString());
        command.add(home.toString());
        command.addAll(List.of(variables));
        command.addAll(List.of("/usr/lib/holdfast/bin/holdfast", "version"));
        return Command.run(Map.of(), command);
    }

    /** The program without a Java of its own, in a folder that is not there yet, with lists of one class. */
    private static Path smallHome(Path parent) throws Exception {
        Path from = StagedTree.get().home();
        Path home = Files.createDirectories(parent).resolve("holdfast");
        Files.createDirectory(home);
        for (String part : List.of("bin", "lib", "launch.sh", "build-id", "native")) {
            Command.run("cp", "-a", from.resolve(part).toString(), home.toString())
                    .expect(0);
        }
        Files.createDirectory(home.resolve("classes"));
        for (String kind : List.of("run", "cli")) {
            Files.writeString(home.resolve("classes/" + kind + ".classes"), "dev/holdfast/agent/cli/VersionCommand\n");
        }
        return home;
    }

    private static void makeArchives(Path home, Path jdk) throws Exception {
        Command.run(home.resolve("bin/make-archives").toString(), jdk.toString())
                .expect(0);
    }

    private static Command.Result version(Path home, Path jdk, String says, String... options) throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_HOME", jdk.toString(), "HOLDFAST_JAVA_OPTS", String.join(" ", options));
        return Command.run(environment, List.of(home.resolve("bin/holdfast").toString(), "version"))
                .expect(0)
                .says(says);
    }

    /** Another text of the same length in the program's jar, which packages store as it is. */
    private static void change(Path home) throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            Path jar = jars.filter(file -> file.getFileName().toString().startsWith("holdfast-agent-"))
                    .findAny()
                    .orElseThrow();
            FileTime time = Files.getLastModifiedTime(jar);
            long sizeBytes = Files.size(jar);
            String bytes = Files.readString(jar, StandardCharsets.ISO_8859_1);
            assertTrue(bytes.contains(SAID), "the jar is not stored as it is");
            Files.writeString(jar, bytes.replace(SAID, CHANGED), StandardCharsets.ISO_8859_1);
            Files.setLastModifiedTime(jar, time);
            assertEquals(sizeBytes, Files.size(jar));
        }
    }

    /** The JDK of the tree, and one of each further version. */
    private static List<Path> jdks() throws IOException {
        List<Path> jdks = new ArrayList<>(List.of(StagedTree.jdk()));
        Path known = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(known)) {
            try (Stream<Path> homes = Files.list(known).sorted()) {
                for (Path home : homes.toList()) {
                    if (isNew(home)
                            && jdks.stream().noneMatch(one -> feature(one).equals(feature(home)))) {
                        jdks.add(home);
                    }
                }
            }
        }
        System.out.println("class archives of " + jdks);
        return jdks;
    }

    private static boolean isNew(Path home) {
        return Files.isExecutable(home.resolve("bin/java"))
                && !feature(home).isEmpty()
                && Integer.parseInt(feature(home)) >= 17;
    }

    /** The first number of the version; empty where there is none. */
    private static String feature(Path home) {
        try {
            return Files.readString(home.resolve("release"))
                    .lines()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
