package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The filters that are written out here choose what node_exporter's default expressions choose. */
class FilterTest {
    private static final Pattern DISKS = Pattern.compile("^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$");
    private static final Pattern VMSTAT = Pattern.compile("^(oom_kill|pgpg|pswp|pg.*fault).*");
    private static final Pattern NETSTAT = Pattern.compile("^(.*_(InErrors|InErrs)|Ip_Forwarding"
            + "|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)"
            + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
            + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
            + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$");
    private static final Pattern MOUNTS = Pattern.compile(
            "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+" + "|var/lib/containers/storage/.+)($|/)");

    @Test
    void disks() {
        for (String name : List.of(
                "sda",
                "sda1",
                "sdaa1",
                "hdb2",
                "vdc",
                "vda12",
                "xvda1",
                "xvdb",
                "wda1",
                "nvme0n1",
                "nvme0n1p1",
                "nvme10n2p33",
                "nvme0p1",
                "nvmen1p1",
                "nvme0n1p",
                "loop0",
                "loop",
                "ram7",
                "zram0",
                "zzram0",
                "fd0",
                "md0",
                "dm-3",
                "sr0",
                "mmcblk0",
                "mmcblk0p1",
                "0",
                "d1",
                "sd1",
                "sdA1",
                "xd1",
                "nvme0n1px1")) {
            assertEquals(DISKS.matcher(name).find(), DiskstatsCollector.isIgnored(name), name);
        }
    }

    @Test
    void vmstat() {
        for (String name : List.of(
                "pgfault",
                "pgmajfault",
                "pgpgin",
                "pgpgout",
                "pswpin",
                "oom_kill",
                "oom_kill_x",
                "pgsteal",
                "fault",
                "pg",
                "thp_fault_alloc",
                "pgrefill",
                "numa_pte_updates",
                "pfault")) {
            assertEquals(VMSTAT.matcher(name).find(), VmstatCollector.isWanted(name), name);
        }
    }

    @Test
    void netstat() {
        for (String protocol : List.of(
                "Ip",
                "Ip6",
                "IpExt",
                "Icmp",
                "Icmp6",
                "IcmpMsg",
                "Tcp",
                "TcpExt",
                "Udp",
                "Udp6",
                "UdpLite",
                "UdpLite6",
                "MPTcpExt")) {
            for (String field : List.of(
                    "Forwarding",
                    "InOctets",
                    "OutOctets",
                    "InMsgs",
                    "OutMsgs",
                    "InErrors",
                    "InErrs",
                    "ListenDrops",
                    "ListenOverflows",
                    "SyncookiesSent",
                    "TCPSynRetrans",
                    "TCPTimeouts",
                    "TCPOFOQueue",
                    "TCPRcvQDrop",
                    "TCPRcvQDropX",
                    "ActiveOpens",
                    "InSegs",
                    "OutSegs",
                    "OutRsts",
                    "PassiveOpens",
                    "RetransSegs",
                    "CurrEstab",
                    "MaxConn",
                    "InDatagrams",
                    "OutDatagrams",
                    "NoPorts",
                    "RcvbufErrors",
                    "SndbufErrors",
                    "InCsumErrors",
                    "TW")) {
                String name = protocol + '_' + field;
                assertEquals(NETSTAT.matcher(name).find(), NetstatCollector.isWanted(name), name);
            }
        }
    }

    @Test
    void mounts() {
        for (String path : List.of(
                "/",
                "/dev",
                "/dev/shm",
                "/device",
                "/proc",
                "/proc/x",
                "/procs",
                "/sys",
                "/sys/fs",
                "/run",
                "/run/credentials",
                "/run/credentials/a",
                "/run/credentials/a/b",
                "/var/lib/docker",
                "/var/lib/docker/overlay2",
                "/var/lib/dockers",
                "/var/lib/containers/storage/x",
                "/home")) {
            Mount mount = new Mount("/dev/x", path, "ext4", false, 1, 0, "8:1", false);
            assertEquals(!MOUNTS.matcher(path).find(), mount.isWanted(), path);
        }
    }

    @Test
    void aLineOfMountinfo() {
        Mount mount = Objects.requireNonNull(
                Mount.parse("36 35 98:0 /a /mnt/\\303\\251\\134x rw,noatime master:1 - nfs4 server:/ex\\011p rw,ro"));
        assertEquals(new Mount("server:/ex\tp", "/mnt/é\\x", "nfs4", true, 36, 35, "98:0", true), mount);
        assertTrue(mount.mayHang());
        assertNull(Mount.parse("36 35 98:0 /a"));
    }

    @Test
    void namesOfSensorsAreCleaned() {
        assertEquals("core_0", HwmonCollector.clean(" Core 0 "));
        assertEquals("pci0000:00_0000:00:1f_3", HwmonCollector.clean("pci0000:00 0000:00:1f.3"));
    }
}
