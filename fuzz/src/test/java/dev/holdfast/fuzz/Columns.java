package dev.holdfast.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Columns of values of the kinds that hosts have, to begin with. */
final class Columns {
    private Columns() {}

    /** One column of each kind, as raw bits. */
    static List<long[]> values(int count) {
        Random random = new Random(1);
        List<long[]> columns = new ArrayList<>();
        for (int kind = 0; kind < 7; kind++) {
            long[] bits = new long[count];
            double level = 1_000;
            for (int i = 0; i < count; i++) {
                level += random.nextInt(50);
                double value = switch (kind) {
                    case 0 -> 7;
                    case 1 -> level;
                    case 2 -> Math.round(level * 3) / 100.0;
                    case 3 -> random.nextDouble();
                    case 4 -> random.nextInt(3) * 1.1e17 + 0.3;
                    case 5 -> i % 9 == 4 ? Double.NaN : 4096.0 * random.nextInt(9);
                    default -> Math.sin(i) * 1e-300;
                };
                bits[i] = Double.doubleToRawLongBits(value);
            }
            columns.add(bits);
        }
        return columns;
    }
}
