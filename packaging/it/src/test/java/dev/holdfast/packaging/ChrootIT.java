package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Installing where no init system runs, as in the build of an image: a Debian in a chroot, which stays as it was. Here too go
 * the two variants in and out of each other's place.
 */
class ChrootIT {
    private static final int TIMEOUT_SECONDS = 300;
    private static final String LIST =
            "find / -xdev \\( -path /proc -o -path /packages -o -path /before -o -path /after -o -path /var/lib/dpkg"
                    + " -o -path /var/log \\) -prune -o -print | sort";

    private Path root = Path.of("");
    private List<Path> packages = List.of();

    @BeforeEach
    void makeRoot() throws IOException {
        packages = List.of(BuiltPackages.of(BuiltPackages.DEB), BuiltPackages.of(BuiltPackages.DEB_NOJRE));
        String obstacle = Machine.obstacle();
        BuiltPackages.require(obstacle.isEmpty(), "no file system for a chroot here: " + obstacle);
        root = MachineRoot.of(Path.of("target").toAbsolutePath(), new PackageFile(packages.get(0)).field("Depends"));
    }

    /** Runs lines of shell in the chroot, with the packages as /packages/whole.deb and /packages/nojre.deb. */
    private Outcome inChroot(String... lines) throws IOException {
        Path script = BuiltPackages.fresh("chroot").resolve("script");
        Files.writeString(script, String.join("\n", lines) + "\n");
        List<String> words = new ArrayList<>(List.of(
                "unshare",
                "-m",
                "--propagation",
                "private",
                "sh",
                "-euc",
                "mount -t tmpfs tmpfs /mnt; cd /mnt; mkdir upper work root;"
                        + " mount -t overlay overlay -o \"lowerdir=$0,upperdir=upper,workdir=work\" root;"
                        + " mount -t proc proc root/proc; mkdir root/packages;"
                        + " cp \"$1\" root/packages/script;"
                        + " cp \"$2\" root/packages/whole.deb; cp \"$3\" root/packages/nojre.deb;"
                        + " exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive"
                        + " chroot root sh -eu /packages/script",
                root.toString(),
                script.toString()));
        packages.forEach(file -> words.add(file.toString()));
        return Command.run(TIMEOUT_SECONDS, words);
    }

    @Test
    void installsQuietlyRunsAndLeavesNothingWhenItIsPurged() throws IOException {
        Outcome outcome = inChroot(
                LIST + " >/before",
                "printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d",
                "dpkg -i /packages/whole.deb",
                "rm /usr/sbin/policy-rc.d",
                "stat -c '%U:%G %a %n' /etc/holdfast/holdfast.yaml /etc/holdfast/secrets /var/lib/holdfast",
                "holdfast config check /etc/holdfast/holdfast.yaml",
                "echo secret >/etc/holdfast/secrets/token; echo sample >/var/lib/holdfast/file",
                "dpkg -r holdfast",
                "cat /var/lib/holdfast/file /etc/holdfast/secrets/token; ls /etc/holdfast/holdfast.yaml",
                "dpkg -P holdfast",
                "getent passwd holdfast || echo no user; getent group holdfast || echo no group",
                LIST + " >/after",
                "diff /before /after && echo nothing is left");
        String output = outcome.output();
        assertTrue(outcome.isOk(), output);
        for (String line : new String[] {
            "root:holdfast 640 /etc/holdfast/holdfast.yaml",
            "root:root 700 /etc/holdfast/secrets",
            "holdfast:holdfast 750 /var/lib/holdfast",
            "no mistakes; 0 upstreams",
            "sample\nsecret\n/etc/holdfast/holdfast.yaml",
            "no user\nno group",
            "nothing is left"
        }) {
            assertTrue(output.contains(line), line + " is not in:\n" + output);
        }
        assertFalse(output.matches("(?is).*(warning|error|failed|cannot|not start|denied).*"), output);
    }

    @Test
    void theVariantsTakeEachOthersPlaceAndKeepDataAndConfiguration() throws IOException {
        // The Java that the second depends on is not there, which is what this does not test.
        Outcome outcome = inChroot(
                "dpkg -i /packages/whole.deb",
                "echo '# mine' >>/etc/holdfast/holdfast.yaml; echo sample >/var/lib/holdfast/file",
                "dpkg --force-depends --auto-deconfigure -B -i /packages/nojre.deb",
                "echo after the first; tail -n 1 /etc/holdfast/holdfast.yaml; cat /var/lib/holdfast/file",
                "ls -d /usr/lib/holdfast/runtime 2>&1 || echo no runtime",
                // Forgetting the one must not take from the other.
                "dpkg -P holdfast",
                "echo after the purge; tail -n 1 /etc/holdfast/holdfast.yaml; cat /var/lib/holdfast/file",
                "getent passwd holdfast >/dev/null && echo user",
                "dpkg -i /packages/whole.deb",
                "dpkg -P holdfast-nojre",
                "echo after the second; tail -n 1 /etc/holdfast/holdfast.yaml; cat /var/lib/holdfast/file",
                "holdfast version");
        String output = outcome.output();
        assertTrue(outcome.isOk(), output);
        for (String line : new String[] {
            "after the first\n# mine\nsample\n",
            "no runtime",
            "after the purge\n# mine\nsample\nuser\n",
            "after the second\n# mine\nsample\n"
        }) {
            assertTrue(output.contains(line), line + " is not in:\n" + output);
        }
    }

    @Test
    void anOlderVariantDoesNotTakeThePlaceOfANewerOne() throws IOException {
        Path folder = BuiltPackages.fresh("older");
        packages = List.of(
                packages.get(0),
                new PackageFile(packages.get(1))
                        .repacked(folder, "0.0.1", "true")
                        .file());
        Outcome outcome = inChroot(
                "dpkg -i /packages/whole.deb",
                "! dpkg --force-depends --auto-deconfigure -B -i /packages/nojre.deb",
                "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' holdfast");
        assertTrue(outcome.isOk(), outcome.output());
        assertTrue(outcome.output().contains("and 0.0.1 is older"), outcome.output());
        assertTrue(outcome.output().contains("holdfast installed"), outcome.output());
        outcome = inChroot(
                "dpkg -i /packages/whole.deb",
                "HOLDFAST_ALLOW_DOWNGRADE=yes dpkg --force-depends --auto-deconfigure -B -i /packages/nojre.deb",
                "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' holdfast-nojre");
        assertTrue(outcome.isOk(), outcome.output());
        assertTrue(outcome.output().contains("holdfast-nojre installed"), outcome.output());
    }

    @Test
    void goingBackToOlderFormatsIsRefusedWhateverIsAllowed() throws IOException {
        Path folder = BuiltPackages.fresh("older");
        packages = List.of(
                packages.get(0),
                new PackageFile(packages.get(0))
                        .repacked(folder, "0.0.1", "sed -i \"s/^formats=.*/formats='1 1 1 '/\" DEBIAN/preinst")
                        .file());
        Outcome outcome = inChroot(
                "dpkg -i /packages/whole.deb",
                "! HOLDFAST_ALLOW_DOWNGRADE=yes dpkg -i /packages/nojre.deb",
                "dpkg-query -W -f '${Version} ${db:Status-Status}\\n' holdfast");
        assertTrue(outcome.isOk(), outcome.output());
        String version = new PackageFile(packages.get(0)).field("Version");
        assertTrue(outcome.output().contains("in a format that 0.0.1 cannot read"), outcome.output());
        assertTrue(outcome.output().contains(version + " installed"), outcome.output());
        assertEquals(
                2,
                outcome.output()
                        .lines()
                        .filter(line -> line.startsWith("holdfast: "))
                        .count(),
                outcome.output());
    }
}
