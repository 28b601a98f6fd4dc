package dev.holdfast.storage.encoding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The recorded host: one entry a series, with its stamps (ms) and raw value bits. */
final class RecordedHost {
    private final String name;
    private final long[] times;
    private final long[] bits;

    private RecordedHost(String name, long[] times, long[] bits) {
        this.name = name;
        this.times = times;
        this.bits = bits;
    }

    String name() {
        return name;
    }

    long[] times() {
        return times;
    }

    long[] bits() {
        return bits;
    }

    static List<RecordedHost> read() throws IOException {
        List<RecordedHost> series = new ArrayList<>();
        InputStream gz = Objects.requireNonNull(RecordedHost.class.getResourceAsStream("/host-1hz.om.gz"));
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(gz), StandardCharsets.UTF_8))) {
            String name = "";
            long[] times = new long[4096];
            long[] bits = new long[4096];
            int count = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                int stampAt = line.lastIndexOf(' ');
                int valueAt = line.lastIndexOf(' ', stampAt - 1);
                if (!line.regionMatches(0, name, 0, Math.max(valueAt, name.length()))) {
                    if (count > 0) {
                        series.add(new RecordedHost(name, Arrays.copyOf(times, count), Arrays.copyOf(bits, count)));
                    }
                    name = line.substring(0, valueAt);
                    count = 0;
                }
                times[count] = Math.round(Double.parseDouble(line.substring(stampAt + 1)) * 1000);
                bits[count++] = Double.doubleToRawLongBits(Double.parseDouble(line.substring(valueAt + 1, stampAt)));
            }
            series.add(new RecordedHost(name, Arrays.copyOf(times, count), Arrays.copyOf(bits, count)));
        }
        return series;
    }
}
