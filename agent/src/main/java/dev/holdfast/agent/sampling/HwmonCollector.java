package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Temperatures, fans, voltages and power, from {@code /sys/class/hwmon}. The chip is named for the device that it sits
 * on, since the numbers of hwmon change from boot to boot. Runs on a slow interval; the sensors are looked up anew once
 * in {@link #RUNS_PER_SCAN} runs.
 */
final class HwmonCollector implements Collector {
    private static final int RUNS_PER_SCAN = 30;

    private final HostFiles files;
    private final Path directory;
    private final LineScanner scanner = new LineScanner();
    private final List<Reading> readings = new ArrayList<>();
    private final List<Integer> constants = new ArrayList<>();
    private int runs;

    /** One file of a sensor. */
    private record Reading(TextFile file, int ref, double scale) {}

    HwmonCollector(HostFiles files) {
        this.files = files;
        directory = files.paths().sysfs().resolve("class/hwmon");
    }

    @Override
    public String name() {
        return "hwmon";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (runs++ % RUNS_PER_SCAN == 0) {
            scan(sink);
        }
        for (int i = 0; i < constants.size(); i++) {
            sink.add(constants.get(i), 1);
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

    private void scan(SampleSink sink) {
        readings.forEach(reading -> files.forget(reading.file()));
        readings.clear();
        constants.clear();
        for (String chip : SmallFile.list(directory)) {
            Path path = directory.resolve(chip);
            String label = chipLabel(path, chip);
            String chipName = SmallFile.read(path.resolve("name"));
            if (!chipName.isEmpty()) {
                constants.add(sink.series("node_hwmon_chip_names", "chip", label, "chip_name", clean(chipName)));
            }
            for (String file : SmallFile.list(path)) {
                addSensor(sink, label, chip, path, file);
            }
        }
    }

    /** A file is type, number, underscore, element: {@code temp1_crit_alarm}. */
    private void addSensor(SampleSink sink, String label, String chip, Path path, String file) {
        int digits = 0;
        while (digits < file.length() && Character.isLetter(file.charAt(digits))) {
            digits++;
        }
        int underscore = file.indexOf('_');
        if (digits == 0 || underscore <= digits || !isNumber(file, digits, underscore)) {
            return;
        }
        String type = file.substring(0, digits);
        String sensor = file.substring(0, underscore);
        String element = file.substring(underscore + 1);
        if (element.equals("label")) {
            String text = clean(SmallFile.read(path.resolve(file)));
            if (!text.isEmpty()) {
                constants.add(sink.series("node_hwmon_sensor_label", "chip", label, "label", text, "sensor", sensor));
            }
            return;
        }
        String suffix;
        double scale = 1;
        if (element.equals("alarm") || element.equals("fault")) {
            suffix = "";
        } else {
            switch (type) {
                case "temp" -> {
                    suffix = element.equals("type") ? "" : "_celsius";
                    scale = element.equals("type") ? 1 : 1e3;
                }
                case "in", "cpu" -> {
                    suffix = "_volts";
                    scale = 1e3;
                }
                case "curr" -> {
                    suffix = "_amps";
                    scale = 1e3;
                }
                case "power" -> {
                    suffix = element.endsWith("interval") ? "_seconds" : "_watt";
                    scale = element.endsWith("interval") ? 1e3 : 1e6;
                }
                case "energy" -> {
                    suffix = "_joule_total";
                    scale = 1e6;
                }
                case "fan" -> suffix = isSpeed(element) ? "_rpm" : "";
                default -> {
                    return;
                }
            }
        }
        String name = "node_hwmon_" + type + (element.equals("input") ? "" : '_' + clean(element)) + suffix;
        TextFile text = files.sys("class/hwmon/" + chip + '/' + file);
        readings.add(new Reading(text, sink.series(name, "chip", label, "sensor", sensor), scale));
    }

    private static boolean isSpeed(String element) {
        return element.equals("input") || element.equals("min") || element.equals("max") || element.equals("target");
    }

    private static boolean isNumber(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Type and name of the device that {@code device} links to, else the chip's name, else the directory's. */
    private static String chipLabel(Path path, String directoryName) {
        Path device = path.resolve("device");
        if (Files.exists(device)) {
            try {
                Path real = device.toRealPath();
                Path parent = real.getParent();
                Path deviceName = real.getFileName();
                Path type = parent == null ? null : parent.getFileName();
                if (deviceName != null && type != null) {
                    String cleanType = clean(type.toString());
                    String cleanName = clean(deviceName.toString());
                    return cleanType.isEmpty() ? cleanName : cleanType + '_' + cleanName;
                }
            } catch (IOException e) {
                return directoryName;
            }
        }
        String name = clean(SmallFile.read(path.resolve("name")));
        return name.isEmpty() ? directoryName : name;
    }

    /** Lower case; everything but letters, digits and colons is an underscore, none at the ends. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = Character.toLowerCase(text.charAt(i));
            boolean kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':';
            clean.append(kept ? c : '_');
        }
        int from = 0;
        int to = clean.length();
        while (from < to && clean.charAt(from) == '_') {
            from++;
        }
        while (to > from && clean.charAt(to - 1) == '_') {
            to--;
        }
        return clean.substring(from, to);
    }
}
