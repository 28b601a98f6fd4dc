package dev.holdfast.agent.sampling;

import java.util.ArrayList;
import java.util.List;
import oshi.hardware.CentralProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OperatingSystem;

/**
 * What the host is made of, as OSHI finds it: read once, since that costs tens of milliseconds and megabytes of garbage.
 *
 * @param osName name and version of the operating system
 * @param cpuName model of the processor
 * @param logicalCpuCount CPUs that the system schedules on
 * @param memoryBytes physical memory
 * @param bootTimeSeconds when the host booted, seconds since the epoch
 * @param machine labels of the machine: names and values in turn, as {@code node_dmi_info} has them
 * @param disks its disks
 * @param networkInterfaces names of its interfaces
 */
public record HostInventory(
        String osName,
        String cpuName,
        int logicalCpuCount,
        long memoryBytes,
        long bootTimeSeconds,
        List<String> machine,
        List<Disk> disks,
        List<String> networkInterfaces) {

    /** A disk: device name without {@code /dev/}, model and serial number where known. */
    public record Disk(String device, String model, String serial) {}

    /** Reads the inventory of this host. On Linux OSHI's entry without native code is enough, and much smaller. */
    public static HostInventory read() {
        if (isLinux()) {
            oshi.nativefree.SystemInfo system = new oshi.nativefree.SystemInfo();
            return of(system.getHardware(), system.getOperatingSystem());
        }
        oshi.SystemInfo system = new oshi.SystemInfo();
        return of(system.getHardware(), system.getOperatingSystem());
    }

    /** Whether this is Linux, where everything but the inventory comes from /proc and /sys. */
    static boolean isLinux() {
        return System.getProperty("os.name", "").startsWith("Linux");
    }

    static HostInventory of(HardwareAbstractionLayer hardware, OperatingSystem os) {
        CentralProcessor processor = hardware.getProcessor();
        ComputerSystem computer = hardware.getComputerSystem();
        List<String> machine = List.of(
                "bios_date", known(computer.getFirmware().getReleaseDate()),
                "bios_vendor", known(computer.getFirmware().getManufacturer()),
                "bios_version", known(computer.getFirmware().getVersion()),
                "board_name", known(computer.getBaseboard().getModel()),
                "board_vendor", known(computer.getBaseboard().getManufacturer()),
                "board_version", known(computer.getBaseboard().getVersion()),
                "product_name", known(computer.getModel()),
                "system_vendor", known(computer.getManufacturer()));
        List<Disk> disks = new ArrayList<>();
        for (HWDiskStore disk : hardware.getDiskStores()) {
            String device = disk.getName().substring(disk.getName().lastIndexOf('/') + 1);
            disks.add(new Disk(device, known(disk.getModel()), known(disk.getSerial())));
        }
        List<String> interfaces = new ArrayList<>();
        for (NetworkIF networkInterface : hardware.getNetworkIFs()) {
            interfaces.add(networkInterface.getName());
        }
        return new HostInventory(
                os.getFamily() + ' ' + os.getVersionInfo(),
                processor.getProcessorIdentifier().getName().strip(),
                processor.getLogicalProcessorCount(),
                hardware.getMemory().getTotal(),
                os.getSystemBootTime(),
                machine,
                List.copyOf(disks),
                List.copyOf(interfaces));
    }

    /** OSHI says "unknown" in many spellings; a label says it by its absence. */
    private static String known(String value) {
        String text = value.strip();
        return text.equalsIgnoreCase("unknown") || text.equalsIgnoreCase("Not Specified") ? "" : text;
    }
}
