package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Thermal zones and cooling devices, from {@code /sys/class/thermal}. Runs on a slow interval. */
final class ThermalCollector implements Collector {
    private static final double MILLIDEGREES = 1000;

    private final HostFiles files;
    private final Path directory;
    private final LineScanner scanner = new LineScanner();
    private final List<Reading> readings = new ArrayList<>();
    private List<String> names = List.of();

    private record Reading(TextFile file, int ref, double scale) {}

    ThermalCollector(HostFiles files) {
        this.files = files;
        directory = files.paths().sysfs().resolve("class/thermal");
    }

    @Override
    public String name() {
        return "thermal_zone";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        List<String> now = SmallFile.list(directory);
        if (!now.equals(names)) {
            resolve(sink, now);
            names = now;
        }
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            if (reading.file().read(sink.timestampMs())
                    && scanner.reset(reading.file()).nextLine()
                    && scanner.nextWord()) {
                sink.add(reading.ref(), scanner.number() / reading.scale());
            }
        }
        return !readings.isEmpty();
    }

    private void resolve(SampleSink sink, List<String> devices) {
        readings.forEach(reading -> files.forget(reading.file()));
        readings.clear();
        for (String device : devices) {
            String type = SmallFile.read(directory.resolve(device).resolve("type"));
            String path = "class/thermal/" + device;
            if (device.startsWith("thermal_zone")) {
                String zone = device.substring("thermal_zone".length());
                int ref = sink.series("node_thermal_zone_temp", "type", type, "zone", zone);
                readings.add(new Reading(files.sys(path + "/temp"), ref, MILLIDEGREES));
            } else if (device.startsWith("cooling_device")) {
                String number = device.substring("cooling_device".length());
                for (String state : List.of("cur_state", "max_state")) {
                    int ref = sink.series("node_cooling_device_" + state, "name", number, "type", type);
                    readings.add(new Reading(files.sys(path + '/' + state), ref, 1));
                }
            }
        }
    }
}
