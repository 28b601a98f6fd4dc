package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The .rpm, by rpm's own tools; Debian has them, and no distribution of rpm's is at hand to install it on. */
class RpmIT {
    private static final int TIMEOUT_SECONDS = 120;

    private Path file = Path.of("");

    @BeforeEach
    void find() {
        file = BuiltPackages.of(BuiltPackages.RPM);
        BuiltPackages.require(BuiltPackages.hasProgram("rpm"), "no rpm on this host");
    }

    private String query(String... words) {
        String line = "rpm -qp --nosignature " + String.join(" ", words) + " '" + file + "'";
        return Command.must(TIMEOUT_SECONDS, List.of("sh", "-c", line));
    }

    @Test
    void digestsAreRightAndNothingNamesTheBuildingHost() {
        String said = Command.must(TIMEOUT_SECONDS, List.of("rpm", "-K", "--nosignature", file.toString()));
        assertTrue(said.strip().endsWith("digests OK"), said);
        assertEquals("build.invalid", query("--qf", "'%{BUILDHOST}'"));
        assertEquals("xz", query("--qf", "'%{PAYLOADCOMPRESSOR}'"));
    }

    @Test
    void ownersModesAndFlagsAreThoseOfAService() {
        Map<String, String> files = new HashMap<>();
        query("--qf", "'[%{FILENAMES} %{FILEMODES:perms} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILEFLAGS:fflags}\\n]'")
                .lines()
                .forEach(
                        line -> files.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        assertEquals("-rw-r----- root holdfast cn", files.get("/etc/holdfast/holdfast.yaml"));
        assertEquals("drwx------ root root", files.get("/etc/holdfast/secrets").strip());
        assertEquals(
                "drwxr-x--- holdfast holdfast", files.get("/var/lib/holdfast").strip());
        assertEquals(
                "-rwxr-xr-x root root",
                files.get("/usr/lib/holdfast/bin/holdfast").strip());
        assertEquals(
                "-rwxr-xr-x root root",
                files.get("/usr/lib/holdfast/runtime/bin/java").strip());
        assertTrue(files.containsKey("/usr/share/zsh/site-functions/_holdfast"), "completion for zsh");
        assertTrue(files.containsKey("/usr/lib/systemd/system/holdfast.service"), "unit");
        for (String shared : new String[] {"/usr", "/usr/bin", "/usr/lib", "/etc", "/var/lib", "/usr/share/man/man1"}) {
            assertFalse(files.containsKey(shared), shared + " is the system's");
        }
    }

    @Test
    void needsWhatIsLinkedAndNothingOfWhatItBrings() {
        String requires = query("--requires");
        assertTrue(requires.contains("libc.so.6(GLIBC_2."), requires);
        assertTrue(requires.contains("libstdc++.so.6"), requires);
        assertTrue(requires.contains("/usr/sbin/useradd"), requires);
        assertFalse(requires.contains("libjvm"), requires);
        assertFalse(query("--provides").contains(".so"), query("--provides"));
    }

    @Test
    void scriptletsAreShellAndLeaveStartingToPresets() throws IOException {
        String scripts = query("--scripts");
        assertTrue(scripts.contains("systemctl --no-reload preset holdfast.service"), scripts);
        assertTrue(scripts.contains("systemctl try-restart holdfast.service"), scripts);
        for (String name : new String[] {"PREIN", "POSTIN", "PREUN", "POSTUN"}) {
            Path script = BuiltPackages.fresh("rpm-scripts").resolve(name);
            Files.writeString(script, query("--qf", "'%{" + name + "}'"));
            Command.must(TIMEOUT_SECONDS, List.of("sh", "-n", script.toString()));
        }
    }

    /** Byte for byte, since the class archives of the one are made for just those. */
    @Test
    void holdsTheSameProgramAsTheDeb() throws IOException {
        BuiltPackages.require(BuiltPackages.hasProgram("cpio"), "no cpio on this host");
        // Unpacked anew: a program that was started elsewhere has made class archives for that place.
        Path deb = BuiltPackages.fresh("unpacked-deb-beside-rpm");
        Command.must(
                TIMEOUT_SECONDS,
                List.of("dpkg-deb", "-R", BuiltPackages.of(BuiltPackages.DEB).toString(), deb.toString()));
        Path tree = BuiltPackages.fresh("unpacked-rpm");
        Command.must(
                TIMEOUT_SECONDS,
                List.of("sh", "-c", "rpm2cpio '" + file + "' | (cd '" + tree + "' && cpio -idm --quiet)"));
        Command.must(
                TIMEOUT_SECONDS,
                List.of(
                        "diff",
                        "-r",
                        tree.resolve("usr/lib/holdfast").toString(),
                        deb.resolve("usr/lib/holdfast").toString()));
        assertEquals(
                Files.getLastModifiedTime(anyJar(deb)),
                Files.getLastModifiedTime(anyJar(tree)),
                "the archives know the times of the jars");
    }

    private static Path anyJar(Path tree) throws IOException {
        try (var files = Files.list(tree.resolve("usr/lib/holdfast/lib"))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    @Test
    void installsIntoARootRunsItsScriptletsAndIsErased() throws IOException {
        BuiltPackages.require(BuiltPackages.isRoot(), "installing into a root of its own needs root");
        Path root = BuiltPackages.fresh("rpm-root");
        // Scriptlets run inside: a shell, and doubles of what they call, which write down how.
        Command.must(
                TIMEOUT_SECONDS,
                List.of(
                        "sh",
                        "-euc",
                        "cd '" + root
                                + "'; mkdir -p usr/bin usr/sbin usr/lib usr/lib64 etc proc dev; : >dev/null; ln -s usr/bin bin; ln -s usr/lib lib;"
                                + " ln -s usr/lib64 lib64; cp /bin/sh usr/bin/;"
                                + " for library in $(ldd /bin/sh | grep -o '/[^ ]*'); do cp --parents -L $library .; done;"
                                + " printf 'root:x:0:0::/:/bin/sh\\n' >etc/passwd; printf 'root:x:0:\\n' >etc/group;"
                                + " for name in getent groupadd useradd systemctl; do"
                                + " printf '#!/bin/sh\\necho %s $* >>/calls\\n[ %s != getent ]\\n' $name $name >usr/bin/$name;"
                                + " chmod 755 usr/bin/$name; done"));
        String rpm = "rpm --root '" + root + "' --nosignature --nodeps ";
        Command.must(TIMEOUT_SECONDS, List.of("sh", "-c", rpm + "-i '" + file + "'"));
        String calls = Files.readString(root.resolve("calls"));
        assertTrue(calls.contains("groupadd -r holdfast"), calls);
        assertTrue(calls.contains("useradd -r -g holdfast"), calls);
        assertTrue(calls.contains("systemctl --no-reload preset holdfast.service"), calls);
        assertTrue(Files.isExecutable(root.resolve("usr/lib/holdfast/runtime/bin/java")));
        Files.writeString(root.resolve("var/lib/holdfast/data"), "kept");
        Command.must(TIMEOUT_SECONDS, List.of("sh", "-c", rpm + "-e holdfast"));
        calls = Files.readString(root.resolve("calls"));
        assertTrue(calls.contains("systemctl --no-reload disable holdfast.service"), calls);
        assertFalse(Files.exists(root.resolve("usr/lib/holdfast")));
        assertEquals("kept", Files.readString(root.resolve("var/lib/holdfast/data")));
    }
}
