package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * State of each network interface, from {@code /sys/class/net}. Runs on a slow interval, since it reads a file for each
 * number, and lists the directory each time to find interfaces that came and went.
 */
final class NetclassCollector implements Collector {
    private static final double BYTES_PER_MEGABIT = 1e6 / 8;

    /** File and the rest of the metric's name. */
    private static final String[][] NUMBERS = {
        {"carrier", "carrier"},
        {"carrier_changes", "carrier_changes_total"},
        {"carrier_up_count", "carrier_up_changes_total"},
        {"carrier_down_count", "carrier_down_changes_total"},
        {"flags", "flags"},
        {"ifindex", "iface_id"},
        {"mtu", "mtu_bytes"},
        {"tx_queue_len", "transmit_queue_length"},
        {"type", "protocol_type"},
        {"statistics/rx_nohandler", "receive_nohandler_total"},
        {"speed", "speed_bytes"}
    };

    private static final int FLAGS = 4;
    private static final int SPEED = NUMBERS.length - 1;

    private final HostFiles files;
    private final Path directory;
    private final LineScanner scanner = new LineScanner();
    private List<String> names = List.of();
    private List<Interface> interfaces = new ArrayList<>();

    NetclassCollector(HostFiles files) {
        this.files = files;
        directory = files.paths().sysfs().resolve("class/net");
    }

    @Override
    public String name() {
        return "netclass";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        List<String> now = SmallFile.list(directory);
        now.remove("bonding_masters"); // a file, not an interface
        if (!now.equals(names)) {
            // Closed first: one that stays has the same files before and after.
            interfaces.forEach(Interface::close);
            interfaces = new ArrayList<>();
            for (String name : now) {
                interfaces.add(new Interface(sink, name));
            }
            names = now;
        }
        for (Interface one : interfaces) {
            one.collect(sink);
        }
        return !interfaces.isEmpty();
    }

    /** The files and series of one interface. */
    private final class Interface {
        private final String device;
        private final TextFile[] numbers = new TextFile[NUMBERS.length];
        private final int[] refs = new int[NUMBERS.length];
        private final int up;
        private final InfoSeries info = new InfoSeries("node_network_info");

        Interface(SampleSink sink, String device) {
            this.device = device;
            for (int i = 0; i < NUMBERS.length; i++) {
                numbers[i] = files.sys("class/net/" + device + '/' + NUMBERS[i][0]);
                refs[i] = sink.series("node_network_" + NUMBERS[i][1], "device", device);
            }
            up = sink.series("node_network_up", "device", device);
        }

        void collect(SampleSink sink) throws IOException {
            for (int i = 0; i < numbers.length; i++) {
                if (!numbers[i].read(sink.timestampMs())
                        || !scanner.reset(numbers[i]).nextLine()
                        || !scanner.nextWord()) {
                    continue;
                }
                double value = i == FLAGS ? scanner.hexNumber() : scanner.number();
                if (i == SPEED) {
                    if (value < 0) {
                        continue; // not known
                    }
                    value *= BYTES_PER_MEGABIT;
                }
                sink.add(refs[i], value);
            }
            String operstate = property("operstate");
            sink.add(up, operstate.equals("up") ? 1 : 0);
            info.add(
                    sink,
                    "address",
                    property("address"),
                    "adminstate",
                    adminState(property("flags")),
                    "broadcast",
                    property("broadcast"),
                    "device",
                    device,
                    "duplex",
                    property("duplex"),
                    "ifalias",
                    property("ifalias"),
                    "operstate",
                    operstate);
        }

        private String property(String file) {
            return SmallFile.read(directory.resolve(device).resolve(file));
        }

        void close() {
            for (TextFile file : numbers) {
                files.forget(file);
            }
        }
    }

    /** The lowest flag says whether the administrator wants the interface up. */
    private static String adminState(String flags) {
        if (flags.isEmpty()) {
            return "";
        }
        int lowest = Character.digit(flags.charAt(flags.length() - 1), 16);
        return (lowest & 1) == 1 ? "up" : "down";
    }
}
