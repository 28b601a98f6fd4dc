package dev.holdfast.agent.text;

/** The lengths of time that people count in, from a second to a year. Stateless. */
public final class RoundSteps {
    private static final long[] STEPS_MS = {
        1_000L,
        2_000L,
        5_000L,
        10_000L,
        15_000L,
        30_000L,
        60_000L,
        120_000L,
        300_000L,
        600_000L,
        900_000L,
        1_800_000L,
        3_600_000L,
        7_200_000L,
        10_800_000L,
        14_400_000L,
        21_600_000L,
        43_200_000L,
        86_400_000L,
        172_800_000L,
        604_800_000L,
        1_209_600_000L,
        2_592_000_000L,
        7_776_000_000L,
        31_536_000_000L
    };

    private RoundSteps() {}

    /** Decides whether a step will do. */
    public interface Suits {
        boolean test(long stepMs);
    }

    /** The shortest step that suits, else the longest there is; milliseconds. */
    public static long shortest(Suits suits) {
        for (long stepMs : STEPS_MS) {
            if (suits.test(stepMs)) {
                return stepMs;
            }
        }
        return STEPS_MS[STEPS_MS.length - 1];
    }
}
