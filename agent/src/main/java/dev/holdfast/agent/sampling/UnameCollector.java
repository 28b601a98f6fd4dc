package dev.holdfast.agent.sampling;

import java.nio.file.Path;
import java.util.Locale;

/** Kernel and names of the host, from {@code /proc/sys/kernel}: the dashboards find their hosts by it. */
final class UnameCollector implements Collector {
    private final Path kernel;
    private final InfoSeries info = new InfoSeries("node_uname_info");

    UnameCollector(HostFiles files) {
        kernel = files.paths().procfs().resolve("sys/kernel");
    }

    @Override
    public String name() {
        return "uname";
    }

    @Override
    public boolean collect(SampleSink sink) {
        String sysname = SmallFile.read(kernel.resolve("ostype"));
        if (sysname.isEmpty()) {
            return false;
        }
        info.add(
                sink,
                "domainname",
                SmallFile.read(kernel.resolve("domainname")),
                "machine",
                machine(System.getProperty("os.arch", "")),
                "nodename",
                SmallFile.read(kernel.resolve("hostname")),
                "release",
                SmallFile.read(kernel.resolve("osrelease")),
                "sysname",
                sysname,
                "version",
                SmallFile.read(kernel.resolve("version")));
        return true;
    }

    /** The kernel's word for the architecture, where Java has its own. */
    static String machine(String javaArch) {
        return switch (javaArch.toLowerCase(Locale.ROOT)) {
            case "amd64" -> "x86_64";
            case "x86", "i386" -> "i686";
            case "arm" -> "armv7l";
            default -> javaArch;
        };
    }
}
