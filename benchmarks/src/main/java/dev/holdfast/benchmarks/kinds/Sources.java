package dev.holdfast.benchmarks.kinds;

import java.util.Random;

/** The sources of each kind by number. What is random is drawn from the series' own generator, so a series is always the same. */
final class Sources {
    private Sources() {}

    /** How many events of a rate happen in a while. */
    static long events(Random random, double mean) {
        if (mean > 50) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double product = random.nextDouble();
        double limit = StrictMath.exp(-mean);
        long count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    private static double round(double value, double power) {
        return Math.rint(value * power) / power;
    }

    /** As a public data set of servers: each dimension divided by a largest value that is not told, six digits. */
    static Source normalised(int number, Random random) {
        Activity activity = new Activity(random);
        int dimension = number % 10;
        double largest = 1 + random.nextInt(200_000) / 7.0;
        long[] counter = new long[1];
        return switch (dimension) {
            case 0, 1 -> step -> 0;
            case 2 -> step -> round(Math.rint(activity.next(step) * 100) / (50 + largest % 50), 1e6); // whole percents
            case 3 -> step -> round(round(activity.next(step) * 16, 100) / 40.17, 1e6); // a load of two decimals
            case 4 -> step -> round(Math.rint(8e6 + 1e5 * activity.next(step)) / 16_272_404, 1e6); // KiB
            case 5 -> step -> random.nextInt(200) == 0 ? round((1 + random.nextInt(30)) / largest, 1e6) : 0;
            case 6 ->
                step -> {
                    counter[0] += random.nextInt(3) - 1;
                    return round(Math.abs(counter[0]) / 379.0, 1e6); // connections
                };
            default -> {
                double rate = StrictMath.exp(1 + 8 * random.nextDouble());
                double most = Math.rint(rate * 1.7 * 60);
                yield step -> round(events(random, rate * step * activity.next(step)) / most, 1e6);
            }
        };
    }

    /** Shares of a whole, as a percentage or not; the whole is fixed, or what passed since. */
    static Source percent(int number, Random random) {
        Activity activity = new Activity(random);
        double whole = 4_000_000 + random.nextInt(60_000_000);
        return switch (number % 8) {
            case 0 -> step -> Math.rint(whole * (0.3 + activity.next(step) / 50)) / whole * 100;
            case 1 -> step -> 100 * Math.rint(whole * (0.3 + activity.next(step) / 50)) / whole;
            case 2 -> step -> Math.rint(whole * (0.3 + activity.next(step) / 50)) / whole;
            case 3 ->
                step -> {
                    double ticks = 100 * step + random.nextInt(3) - 1;
                    return Math.min(ticks, Math.rint(ticks * activity.next(step))) / ticks * 100;
                };
            case 4 ->
                step -> {
                    double ticks = 400 * step + random.nextInt(5) - 2;
                    return 100.0 * Math.min(ticks, Math.rint(ticks * activity.next(step))) / ticks;
                };
            case 5 -> step -> round(Math.min(1, activity.next(step)) * 100, 100);
            case 6 -> step -> round(Math.min(1, activity.next(step)) * 100, 10);
            default -> step -> Math.min(1_048_576, Math.rint(1_048_576 * activity.next(step))) / 1_048_576 * 100;
        };
    }

    /** Means over a window, and means that forget. */
    static Source mean(int number, Random random) {
        Activity activity = new Activity(random);
        double[] state = new double[1];
        int[] counts = {5, 6, 12, 15, 30, 60};
        int count = counts[number / 4 % counts.length];
        return switch (number % 4) {
            case 0 ->
                step -> {
                    double sum = 0;
                    for (int i = 0; i < count; i++) {
                        sum += Math.rint(activity.next(step / count) * 100);
                    }
                    return sum / count;
                };
            case 1 ->
                step -> {
                    double sum = 0;
                    for (int i = 0; i < count; i++) {
                        sum += round(activity.next(step / count) * 50, 100);
                    }
                    return sum / count;
                };
            case 2 -> {
                double keep = StrictMath.exp(-5.0 / 60);
                yield step -> {
                    state[0] = state[0] * keep + Math.rint(activity.next(step) * 8) * (1 - keep);
                    return round(state[0], 100);
                };
            }
            default -> step -> state[0] += 0.1 * (Math.rint(activity.next(step) * 1000) - state[0]);
        };
    }

    /** Singles made wide: sensors, libraries of graphics cards, JSON of devices. */
    static Source single(int number, Random random) {
        Activity activity = new Activity(random);
        return switch (number % 4) {
            case 0 -> step -> (float) (20 + Math.rint(activity.next(step) * 400) / 10);
            case 1 -> step -> (float) Math.rint(activity.next(step) * 25_000) / 100f;
            case 2 -> step -> (float) Math.rint(1100 + activity.next(step) * 300) * 0.001f;
            default -> step -> (float) (activity.next(step) * 90);
        };
    }

    /** Decimals with noise. */
    static Source decimal(int number, Random random) {
        Activity activity = new Activity(random);
        double power = StrictMath.pow(10, 1 + number % 3);
        double unit = number % 2 == 0 ? 60 : 4;
        return step -> round(unit * (1 + activity.next(step)) + random.nextGaussian() * 3 / power, power);
    }

    /** Durations: single ones as gauges, and sums of many, which are added up as doubles. */
    static Source duration(int number, Random random) {
        Activity activity = new Activity(random);
        double typical = 1e6 * StrictMath.exp(5 * random.nextDouble());
        double[] sum = new double[1];
        return switch (number % 5) {
            case 0 -> step -> nanoseconds(random, typical) / 1e9;
            case 1 ->
                step -> {
                    long ns = nanoseconds(random, typical);
                    return Math.floor(ns / 1e9) + ns % 1_000_000_000 / 1e9; // Go's Duration.Seconds
                };
            case 2 -> step -> nanoseconds(random, typical) / 1e6;
            case 3 ->
                step -> {
                    for (long i = Math.min(200, events(random, 3 * activity.next(step) * step)); i > 0; i--) {
                        sum[0] += nanoseconds(random, typical) / 1e9;
                    }
                    return sum[0];
                };
            default ->
                step -> {
                    for (long i = Math.min(200, events(random, 0.05 * step)); i > 0; i--) {
                        sum[0] += Math.floor(nanoseconds(random, typical) / 1e3) * 1e-6;
                    }
                    return sum[0];
                };
        };
    }

    private static long nanoseconds(Random random, double typical) {
        return (long) (typical * StrictMath.exp(0.4 * random.nextGaussian()));
    }

    /** Bytes: pages, blocks of 1 KiB, odd bytes of a heap. */
    static Source bytes(int number, Random random) {
        Activity activity = new Activity(random);
        double unit = new double[] {1024, 4096, 8, 512}[number % 4];
        double base = 1 << (18 + random.nextInt(6));
        return step -> Math.rint(base * (1 + activity.next(step) / 4)) * unit;
    }

    /** Moments as seconds since the epoch, with and without fractions. */
    static Source moment(int number, Random random) {
        double[] now = {1_753_920_000};
        double[] last = {1_753_920_000};
        return step -> {
            now[0] += step;
            double nanoseconds = (now[0] + 0.001 * random.nextDouble()) * 1e9;
            if (random.nextDouble() < step / 300) {
                last[0] = number % 2 == 0 ? Math.rint(now[0]) : nanoseconds / 1e9;
            }
            return number % 4 == 0 ? nanoseconds / 1e9 : last[0];
        };
    }

    /** Counters of all speeds, of events and bytes, some with resets. */
    static Source counter(int number, Random random) {
        Activity activity = new Activity(random);
        double rate = StrictMath.exp(10 * random.nextDouble() - 3);
        double size = number % 2 == 0 ? 1 : 40 + random.nextInt(1400);
        double[] total = {number % 3 == 0 ? 0 : Math.rint(1e9 * random.nextDouble())};
        return step -> {
            if (number % 4 == 0 && random.nextDouble() < step / 20_000) {
                total[0] = 0;
            }
            long events = events(random, rate * step * activity.next(step));
            total[0] += size == 1 ? events : Math.rint(events * size * (0.8 + 0.4 * random.nextDouble()));
            return total[0];
        };
    }

    /** Mostly nothing: flags, states, rare spikes, queues that are empty most of the time. */
    static Source state(int number, Random random) {
        double[] value = new double[1];
        return switch (number % 4) {
            case 0 -> step -> value[0] = random.nextDouble() < step / 3600 ? 1 - value[0] : value[0];
            case 1 -> step -> value[0] = random.nextDouble() < step / 600 ? random.nextInt(6) : value[0];
            case 2 -> step -> random.nextDouble() < step / 900 ? random.nextInt(5000) : 0;
            default ->
                step -> {
                    double change = random.nextDouble() < 0.05 ? random.nextInt(4) : -1;
                    return value[0] = Math.max(0, value[0] + change);
                };
        };
    }

    /** Twelve buckets, sum and count of a histogram of durations; every third endpoint is hardly ever asked. */
    static Source[] histogram(int endpoint, Random random) {
        double[] bounds = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY};
        double rate = endpoint % 3 == 0 ? 0.001 : StrictMath.exp(3 * random.nextDouble() - 2);
        double typical = 1e7 * StrictMath.exp(3 * random.nextDouble());
        double[] totals = new double[14];
        Source[] sources = new Source[14];
        sources[0] = step -> {
            for (long i = Math.min(400, events(random, rate * step)); i > 0; i--) {
                double seconds = nanoseconds(random, typical) / 1e9;
                for (int b = 0; b < bounds.length; b++) {
                    totals[b] += seconds <= bounds[b] ? 1 : 0;
                }
                totals[12] += seconds;
                totals[13]++;
            }
            return totals[0];
        };
        for (int i = 1; i < sources.length; i++) {
            int at = i;
            sources[i] = step -> totals[at];
        }
        return sources;
    }

    /** Quantiles over a sliding window: values that were observed, until others are; NaN while there are none. */
    static Source quantile(int number, Random random) {
        double typical = 1e5 * StrictMath.exp(5 * random.nextDouble());
        double rate = number % 3 == 0 ? 0.0005 : 0.05;
        double[] value = {Double.NaN};
        double[] age = new double[1];
        return step -> {
            age[0] += step;
            if (events(random, rate * step) > 0) {
                value[0] = nanoseconds(random, typical) / 1e9;
                age[0] = 0;
            } else if (age[0] > 600) {
                value[0] = Double.NaN;
            }
            return value[0];
        };
    }

    /** Eight modes of one CPU of a large host, in hundredths of seconds. */
    static Source[] cpu(int cpu, Random random) {
        Activity activity = new Activity(random);
        double[] shares = {0.62, 0.25, 0.002, 0.03, 0.0, 0.004, 0.09};
        long[] ticks = new long[8];
        double[] fraction = new double[8];
        Source[] sources = new Source[8];
        sources[0] = step -> {
            double busy = Math.min(1, cpu % 4 == 0 ? activity.next(step) : activity.next(step) / 20);
            double left = 100 * step + random.nextInt(3) - 1;
            for (int i = 0; i < shares.length; i++) {
                fraction[i + 1] += shares[i] * busy * 100 * step * (0.7 + 0.6 * random.nextDouble());
                long whole = (long) fraction[i + 1];
                ticks[i + 1] += whole;
                fraction[i + 1] -= whole;
                left -= whole;
            }
            ticks[0] += Math.max(0, (long) left);
            return ticks[0] / 100.0;
        };
        for (int i = 1; i < 8; i++) {
            int at = i;
            sources[i] = step -> ticks[at] / 100.0;
        }
        return sources;
    }

    /** Eight metrics of a container. */
    static Source[] container(int container, Random random) {
        Activity activity = new Activity(random);
        double[] busy = new double[1];
        double[] totals = new double[8];
        Source[] sources = new Source[8];
        sources[0] = step -> {
            busy[0] = activity.next(step) / (1 + container % 5);
            totals[0] += Math.rint(busy[0] * step * 1e9 * (0.95 + 0.1 * random.nextDouble()));
            totals[1] += Math.rint(busy[0] * step * 2e8) * 1e-3 * 1e3;
            totals[2] = Math.rint(30_000 + 3000 * busy[0] + 10 * random.nextGaussian()) * 4096;
            totals[3] += events(random, busy[0] * step * 40) * 1448;
            totals[4] += events(random, busy[0] * step * 30) * 66;
            totals[5] += events(random, 0.01 * step) * 4096;
            totals[6] = 10 + events(random, busy[0] * 4);
            totals[7] += Math.max(0, Math.rint((busy[0] - 0.8) * 10));
            return totals[0] / 1e9;
        };
        sources[1] = step -> totals[1] / 1e9;
        for (int i = 2; i < 8; i++) {
            int at = i;
            sources[i] = step -> totals[at];
        }
        return sources;
    }
}
