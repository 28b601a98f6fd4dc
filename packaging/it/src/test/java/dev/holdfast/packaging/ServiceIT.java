package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The installed service in a real systemd: that it works, for whom, and that it comes back. */
@ExtendWith(OnMachine.class)
class ServiceIT {
    private static final String CONFIGURATION = "/etc/holdfast/holdfast.yaml";

    @Test
    void anInstalledPackageRunsAndStoresAndSaysSo(Installation installation) {
        Machine machine = installation.machine();
        Service service = installation.service();
        assertEquals("notify", service.property("Type"));
        assertEquals("running", service.property("SubState"));
        assertNotEquals("0", service.property("WatchdogUSec"));
        assertFalse(service.property("StatusText").isBlank());
        assertEquals("enabled", machine.must("systemctl is-enabled holdfast").strip());
        assertTrue(machine.must("holdfast status --check").contains("ready"));
        assertTrue(machine.must("systemctl --failed --no-legend").isBlank(), "something failed in the machine");
        assertEquals(
                "750 holdfast:holdfast",
                machine.must("stat -c '%a %U:%G' /var/lib/holdfast").strip());
        assertEquals(
                "640 root:holdfast",
                machine.must("stat -c '%a %U:%G' " + CONFIGURATION).strip());
        assertEquals(
                "700 root:root",
                machine.must("stat -c '%a %U:%G' /etc/holdfast/secrets").strip());
    }

    @Test
    void membersOfTheGroupReadAndOthersDoNot(Installation installation) {
        Machine machine = installation.machine();
        machine.must("id -u member >/dev/null 2>&1 || useradd -m member; usermod -aG holdfast member;"
                + " id -u stranger >/dev/null 2>&1 || useradd -m stranger");
        for (String question : new String[] {"query node_load1", "top --once", "status"}) {
            Outcome member = machine.runAs("member", "TERM=xterm holdfast " + question);
            assertEquals(0, member.status(), question + ": " + member.output());
            Outcome stranger = machine.runAs("stranger", "TERM=xterm holdfast " + question);
            assertEquals(77, stranger.status(), question + ": " + stranger.output());
        }
        assertTrue(machine.runAs("member", "holdfast query node_load1").output().contains("node_load1"));
        // What changes the agent is root's and its own.
        Outcome reload = machine.runAs("member", "holdfast reload --data /var/lib/holdfast");
        assertEquals(77, reload.status(), reload.output());
        assertTrue(machine.run("holdfast reload --data /var/lib/holdfast").isOk());
    }

    @Test
    void aReloadReportsAndRefusesWhole(Installation installation) {
        Machine machine = installation.machine();
        Service service = installation.service();
        String pid = service.property("MainPID");
        String mark = service.mark();
        installation.configure("interval: 2s");
        machine.must("systemctl reload holdfast");
        assertTrue(service.journal(mark).contains("interval 1s -> 2s"), () -> service.journal(mark));
        installation.configure("intervall: 5s");
        String second = service.mark();
        Outcome refused = machine.run("systemctl reload holdfast");
        assertFalse(refused.isOk(), refused.output());
        assertTrue(service.journal(second).contains("unknown key \"intervall\""), () -> service.journal(second));
        assertTrue(service.isActive());
        assertEquals(pid, service.property("MainPID"));
        service.awaitTicks();
    }

    @Test
    void aConfigurationThatIsWrongEndsTheStartOnceAndIsFoundAmongErrors(Installation installation) {
        Machine machine = installation.machine();
        Service service = installation.service();
        String mark = service.mark();
        installation.configure("intervall: 5s");
        assertFalse(machine.run("systemctl restart holdfast").isOk());
        Machine.sleepMs(4_000); // longer than RestartSec
        assertEquals("failed", service.property("ActiveState"));
        assertTrue(
                service.journal(mark, "-p", "err").contains("unknown key \"intervall\""), () -> service.journal(mark));
    }

    @Test
    void aKilledAgentIsBackWithoutALoss(Installation installation) {
        Service service = installation.service();
        String restarts = service.property("NRestarts");
        long missedMs = service.missedMs();
        Ticks before = service.ticks();
        long killedMs = Service.nowMs();
        installation.machine().must("systemctl kill -s KILL --kill-who=main holdfast");
        Machine.await("a restart", 60, () -> !service.property("NRestarts").equals(restarts) && service.isActive());
        long downMs = service.activeSinceMs() - killedMs;
        service.awaitTicks();
        assertEquals(Set.of(), before.missingIn(service.ticks()), "stored and lost");
        long newlyMissedMs = service.missedMs() - missedMs;
        System.out.println("kill: down for " + downMs + " ms, missed " + newlyMissedMs + " ms");
        assertTrue(newlyMissedMs <= downMs + 2_000, "down for " + downMs + " ms, missed " + newlyMissedMs + " ms");
    }

    @Test
    void secretsReachTheAgentAndNobodyElse(Installation installation) {
        Machine machine = installation.machine();
        Service service = installation.service();
        machine.must("printf open-sesame >/etc/holdfast/secrets/api && chmod 600 /etc/holdfast/secrets/api");
        installation.configure("api: {authorization: {credentials_file: \"${CREDENTIALS_DIRECTORY}/secret_api\"}}");
        machine.must("systemctl restart holdfast");
        service.awaitActive();
        assertTrue(ask(machine, "open-sesame").startsWith("HTTP/1.1 200"), () -> ask(machine, "open-sesame"));
        assertTrue(ask(machine, "wrong").startsWith("HTTP/1.1 401"));
        assertFalse(machine.runAs("nobody", "cat /run/credentials/holdfast.service/secret_api")
                .isOk());
        // Without the directory the agent starts all the same; only what wanted the secret does without.
        machine.must("mv /etc/holdfast/secrets /root/secrets");
        installation.configure("interval: 1s");
        try {
            machine.must("systemctl restart holdfast");
            service.awaitActive();
        } finally {
            machine.must("rm -f /root/secrets/api; mv /root/secrets /etc/holdfast/secrets");
        }
    }

    private static String ask(Machine machine, String token) {
        return machine.run(
                        "exec bash -c 'exec 3<>/dev/tcp/127.0.0.1/9469; printf \"GET /api/v1/query?query=up HTTP/1.1\\r\\nHost:"
                                + " localhost\\r\\nAuthorization: Bearer " + token
                                + "\\r\\nConnection: close\\r\\n\\r\\n\" >&3; cat <&3'")
                .output();
    }

    @Test
    void aRunWithoutExecutionIsNoHindrance(Installation installation) {
        Machine machine = installation.machine();
        Service service = installation.service();
        machine.must("mount -o remount,noexec /run && mount -o remount,noexec /tmp");
        try {
            String mark = service.mark();
            machine.must("systemctl restart holdfast");
            service.awaitActive();
            machine.must("systemctl reload holdfast");
            service.awaitTicks();
            assertEquals("", service.journal(mark, "-p", "warning").strip());
            machine.must("holdfast query node_load1");
        } finally {
            machine.must("mount -o remount,exec /run && mount -o remount,exec /tmp");
        }
    }

    @Test
    void theDropInForGatewaysIsInForce(Installation installation) throws IOException {
        Machine machine = installation.machine();
        Service service = installation.service();
        String dropIn = machine.give(Path.of("../../systemd/gateway.conf"));
        machine.must("mkdir -p /run/systemd/system/holdfast.service.d && cp " + dropIn
                + " /run/systemd/system/holdfast.service.d/ && systemctl daemon-reload && systemctl restart holdfast");
        service.awaitActive();
        assertEquals("infinity", service.property("CPUQuotaPerSecUSec"));
        assertEquals("65536", service.property("LimitNOFILE")); // in force as far as the host lets the machine
        String pid = service.property("MainPID");
        assertTrue(machine.must("tr '\\0' ' ' </proc/" + pid + "/cmdline").contains("-Xmx1g"));
        service.awaitTicks();
    }
}
