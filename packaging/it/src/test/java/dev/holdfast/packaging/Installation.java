package dev.holdfast.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine that all tests share, and the package on it. Ends with the tests. */
final class Installation implements AutoCloseable {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String CONFIGURATION = "/etc/holdfast/holdfast.yaml";

    private final Machine machine;
    private final PackageFile built;
    private final Path share;
    private final Service service;

    private Installation(Machine machine, PackageFile built, Path share) {
        this.machine = machine;
        this.built = built;
        this.share = share;
        this.service = new Service(machine);
    }

    /** Boots the machine; nothing is installed yet. */
    static Installation boot(PackageFile built) throws IOException {
        Files.createDirectories(TARGET);
        Path root = MachineRoot.of(TARGET, built.field("Depends"));
        Path share = TARGET.resolve("share");
        Command.must(60, List.of("rm", "-rf", share.toString()));
        Files.createDirectories(share);
        Path image = TARGET.resolve("disk.img");
        Files.deleteIfExists(image);
        Command.must(60, List.of("truncate", "-s", "48M", image.toString()));
        Command.must(60, List.of("mke2fs", "-q", "-t", "ext4", "-m", "0", image.toString()));
        Machine machine = Machine.boot(root, image, share, TARGET.resolve("machine.log"));
        return new Installation(machine, built, share);
    }

    Machine machine() {
        return machine;
    }

    Service service() {
        return service;
    }

    PackageFile built() {
        return built;
    }

    /** Where packages for the machine are made. */
    Path share() {
        return share;
    }

    /** Installs as an administrator does who answers no questions; the outcome of dpkg. */
    Outcome install(PackageFile file) throws IOException {
        return machine.run(
                "DEBIAN_FRONTEND=noninteractive dpkg --force-confold -i " + machine.give(file.file()) + " 2>&1");
    }

    /** Writes the whole configuration, as an editor does that keeps owner and mode. */
    void configure(String... lines) {
        machine.must("printf '%s\\n' '" + String.join("' '", lines) + "' >" + CONFIGURATION);
    }

    /** Whatever the test before did: the built package is installed, configured as it comes, and the service stores. */
    void makeGood() throws IOException {
        machine.must("rm -rf /run/systemd/system/" + Service.NAME + ".d && systemctl daemon-reload");
        String version = machine.run("dpkg-query -W -f '${db:Status-Status} ${Version}' holdfast 2>/dev/null")
                .output();
        if (!version.strip().equals("installed " + built.field("Version"))) {
            machine.run("dpkg -P --force-all holdfast");
            Outcome outcome = install(built);
            if (!outcome.isOk()) {
                throw new AssertionError(outcome.output());
            }
            machine.must("cp -p " + CONFIGURATION + " /root/holdfast.yaml");
        }
        machine.must("cp -p /root/holdfast.yaml " + CONFIGURATION);
        if (service.isActive()) {
            machine.run("systemctl reload " + Service.NAME);
        } else {
            machine.run("systemctl reset-failed " + Service.NAME + "; systemctl start " + Service.NAME);
        }
        service.awaitActive();
    }

    /** For whoever reads of a failure. */
    String report() {
        return machine.run("systemctl status --no-pager -n 0 " + Service.NAME
                        + "; journalctl -q --no-pager -o short-precise -n 60 -u " + Service.NAME
                        + "; ls -la /var/lib/holdfast; df /disk")
                .output();
    }

    @Override
    public void close() throws IOException {
        long minutes = Long.getLong("holdfast.keep", 0);
        if (minutes > 0) {
            System.out.println("the machine stays for " + minutes + " minutes: " + machine.entrance());
            Machine.sleepMs(minutes * 60_000);
        }
        machine.close();
    }
}
