package dev.holdfast.packaging;

/** A small file system of its own under the data directory, to be filled and frozen. Of the machine's {@code /disk}. */
final class DataDisk implements AutoCloseable {
    private final Machine machine;

    private DataDisk(Machine machine) {
        this.machine = machine;
    }

    /** Stops the service and puts an empty file system where its data is; what is there is seen again after the end. */
    static DataDisk insert(Machine machine) {
        machine.must("systemctl stop " + Service.NAME);
        machine.must("rm -rf /disk/* && mkdir /disk/data && chown holdfast:holdfast /disk/data && chmod 750 /disk/data"
                + " && mount --bind /disk/data /var/lib/holdfast");
        return new DataDisk(machine);
    }

    /** Takes all room there is, the last block too. */
    void fill() {
        // fallocate takes what it gets; dd the rest, byte by byte in the end.
        machine.run(
                "fallocate -l $(($(stat -f -c '%a * %S' /disk))) /disk/ballast;"
                        + " dd if=/dev/zero of=/disk/ballast2 bs=4k 2>/dev/null; dd if=/dev/zero of=/disk/ballast3 bs=1 count=8k 2>/dev/null; sync /disk");
        String free = machine.must("stat -f -c %a /disk").strip();
        if (!free.equals("0")) {
            throw new AssertionError("blocks free after filling: " + free);
        }
    }

    /** Gives the room back. */
    void drain() {
        machine.must("rm -f /disk/ballast*");
    }

    /** From now on whoever writes waits. */
    void freeze() {
        machine.must("fsfreeze -f /disk");
    }

    void thaw() {
        machine.must("fsfreeze -u /disk");
    }

    @Override
    public void close() {
        machine.run("fsfreeze -u /disk 2>/dev/null; rm -f /disk/ballast*; systemctl stop " + Service.NAME);
        machine.must("umount /var/lib/holdfast");
    }
}
