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
        for (int kind = 0; kind < 12; kind++) {
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
                    case 6 -> (float) (Math.round(level) / 100.0);
                    case 7 -> Math.round(level) / 16_272_404.0 * 100;
                    case 8 -> (double) random.nextInt(1_499) / (1_498 + random.nextInt(4));
                    case 9 -> (i == 0 ? 0 : Double.longBitsToDouble(bits[i - 1])) + random.nextInt(90) / 1e3;
                    case 10 -> Math.rint(random.nextInt(31_337) / 31_337.0 * 1e6) / 1e6;
                    default -> Math.sin(i) * 1e-300;
                };
                bits[i] = Double.doubleToRawLongBits(value);
            }
            columns.add(bits);
        }
        return columns;
    }
}
