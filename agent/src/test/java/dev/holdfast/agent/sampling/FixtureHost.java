package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A host made of files: what /proc and /sys of a small machine look like. Files are replaced in place. */
final class FixtureHost {
    final HostPaths paths;

    FixtureHost(Path directory) {
        paths = HostPaths.under(directory);
        proc("stat", """
                cpu  300 0 130 4000 12 0 3 0 40 0
                cpu0 200 1 100 3000 10 0 2 7 40 3
                cpu1 100 0 30 1000 2 0 1 0 0 0
                intr 12345 1 2 3
                ctxt 67890
                btime 1790000000
                processes 222
                procs_running 3
                procs_blocked 1
                softirq 1 2 3
                """);
        proc("loadavg", "0.01 1.50 12.00 1/88 6119\n");
        proc("uptime", "100.00 90.00\n");
        proc("meminfo", """
                MemTotal:       16384 kB
                MemAvailable:    8192 kB
                Active(anon):      77 kB
                SwapTotal:       1024 kB
                SwapFree:        1000 kB
                HugePages_Total:    5
                """);
        proc("vmstat", """
                nr_free_pages 1
                pgpgin 10
                pswpin 20
                pswpout 21
                pgfault 30
                pgmajfault 31
                pgsteal_kswapd 1
                oom_kill 2
                """);
        proc("diskstats", """
                   8       0 sda 100 5 2000 1500 50 4 1000 2500 2 3000 4000 7 8 9 10 11 12
                   8       1 sda1 1 1 1 1 1 1 1 1 1 1 1
                   7       0 loop0 1 1 1 1 1 1 1 1 1 1 1
                 259       0 nvme0n1 9 0 0 0 0 0 0 0 0 0 0
                """);
        proc("net/dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo:    3245      30    0    0    0     0          0         0     3245      30    0    0    0     0       0          0
                  eth0:11 12 13 14 15 16 17 18 21 22 23 24 25 26 27 28
                """);
        proc("net/snmp", """
                Ip: Forwarding DefaultTTL InReceives
                Ip: 1 64 500
                Tcp: RtoAlgorithm ActiveOpens CurrEstab InErrs MaxConn
                Tcp: 1 7 8 9 -1
                """);
        proc("net/netstat", """
                TcpExt: SyncookiesSent TW ListenDrops TCPTimeouts
                TcpExt: 1 2 3 4
                IpExt: InNoRoutes InOctets OutOctets
                IpExt: 1 2000 3000
                """);
        proc(
                "net/snmp6",
                "Ip6InReceives                   \t9\nIp6InOctets                     \t123\nUdp6InErrors 4\n");
        proc("net/sockstat", "sockets: used 14\nTCP: inuse 1 orphan 0 tw 2 alloc 3 mem 30\nFRAG: inuse 0 memory 5\n");
        proc("net/sockstat6", "TCP6: inuse 6\n");
        proc("net/softnet_stat", """
                0000000a 00000001 00000002 0 0 0 0 0 00000003 00000004 00000005 00000006 00000000
                000000ff 00000000 00000000 0 0 0 0 0 00000000 00000000 00000000 00000000 00000002
                """);
        proc("net/arp", """
                IP address       HW type     Flags       HW address            Mask     Device
                10.0.0.1         0x1         0x2         00:00:00:00:00:01     *        eth0
                10.0.0.2         0x1         0x2         00:00:00:00:00:02     *        eth0
                """);
        proc("schedstat", """
                version 15
                timestamp 1
                cpu0 0 0 0 0 0 0 2000000000 500000000 33
                domain0 3 1 2
                """);
        proc("pressure/cpu", "some avg10=0.24 avg60=0.89 avg300=2.19 total=37508031\nfull avg10=0 total=5\n");
        proc("pressure/io", "some avg10=0.00 total=2000000\nfull avg10=0.00 total=1000000\n");
        proc("sys/fs/file-nr", "485\t0\t2466177\n");
        proc("sys/kernel/random/entropy_avail", "256\n");
        proc("sys/kernel/random/poolsize", "4096\n");
        proc("sys/kernel/ostype", "Linux\n");
        proc("sys/kernel/hostname", "kelp\n");
        proc("sys/kernel/osrelease", "6.1.0\n");
        proc("sys/kernel/version", "#1 SMP\n");
        proc("sys/kernel/domainname", "(none)\n");
        proc("self/stat", "42 (a b) c) S 1 1 1 0 -1 0 0 0 0 0 150 50 0 0 20 0 1 0 100 1048576 10 0\n");
        proc("self/mountinfo", """
                22 27 0:21 / /proc rw,relatime - proc proc rw
                27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
                28 1 254:1 / /mnt/with\\040blank ro,nosuid shared:1 - ext4 /dev/vdb rw
                29 1 0:30 / /gone rw - ext4 /dev/gone rw
                """);
        sys("class/net/eth0/operstate", "up\n");
        sys("class/net/eth0/carrier", "1\n");
        sys("class/net/eth0/mtu", "1500\n");
        sys("class/net/eth0/speed", "1000\n");
        sys("class/net/eth0/flags", "0x1003\n");
        sys("class/net/eth0/address", "02:fc:00:00:00:01\n");
        sys("class/net/lo/operstate", "unknown\n");
        sys("class/net/lo/speed", "-1\n");
        sys("class/hwmon/hwmon0/name", "coretemp\n");
        sys("class/hwmon/hwmon0/temp1_input", "45000\n");
        sys("class/hwmon/hwmon0/temp1_crit", "100000\n");
        sys("class/hwmon/hwmon0/temp1_label", "Core 0\n");
        sys("class/hwmon/hwmon0/fan2_input", "1200\n");
        sys("class/thermal/thermal_zone0/type", "x86_pkg_temp\n");
        sys("class/thermal/thermal_zone0/temp", "51500\n");
        write(paths.rootfs().resolve("etc/os-release"), "ID=debian\nVERSION_ID=\"12.5\"\nPRETTY_NAME='Debian 12'\n");
        write(paths.rootfs().resolve("mnt/with blank/file"), "");
    }

    void proc(String relative, String text) {
        write(paths.procfs().resolve(relative), text);
    }

    void sys(String relative, String text) {
        write(paths.sysfs().resolve(relative), text);
    }

    void deleteSys(String relative) {
        delete(paths.sysfs().resolve(relative));
    }

    void deleteProc(String relative) {
        delete(paths.procfs().resolve(relative));
    }

    private static void delete(Path path) {
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path one : deepestFirst) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
