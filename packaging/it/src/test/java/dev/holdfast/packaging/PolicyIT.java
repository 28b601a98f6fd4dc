package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An administrator's {@code policy-rc.d} decides what installing may start. */
@ExtendWith(OnMachine.class)
class PolicyIT {
    @Test
    void nothingIsStartedWhereThePolicyForbidsIt(Installation installation) throws IOException {
        Machine machine = installation.machine();
        machine.must("dpkg -P holdfast");
        machine.must("printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d");
        try {
            Outcome outcome = installation.install(installation.built());
            assertTrue(outcome.isOk(), outcome.output());
            assertFalse(outcome.output().matches("(?is).*(error|failed|could not).*"), outcome.output());
            assertEquals("inactive", installation.service().property("ActiveState"));
            assertEquals(
                    "enabled",
                    machine.run("systemctl is-enabled holdfast").output().strip());
        } finally {
            machine.must("rm -f /usr/sbin/policy-rc.d");
            machine.run("systemctl start holdfast");
        }
    }
}
