package dev.holdfast.storage.testing;

import java.util.Locale;

/**
 * Runs a randomised proof: a few seeds in the ordinary build, as many as there is time for in a campaign
 * ({@code -Dholdfast.campaign=minutes}), or one that failed ({@code -Dseed=...}). Prints one line of what it explored.
 */
public final class Campaign {
    private final String test;
    private long rounds;
    private long states;
    private final long startedNs = System.nanoTime();

    private Campaign(String test) {
        this.test = test;
    }

    /** One round. */
    public interface Round {
        /** Explores; returns how many states it compared. */
        long run(long seed) throws Exception;
    }

    /**
     * Runs rounds with the seeds from {@code firstSeed} on.
     *
     * @param test for the message that says how to replay: {@code Class#method}
     * @param rounds in the ordinary build
     */
    public static void run(String test, long firstSeed, int rounds, Round round) {
        Campaign campaign = new Campaign(test);
        Long only = Long.getLong("seed");
        if (only != null) {
            campaign.one(only, round);
        } else {
            long untilNs = campaign.startedNs + (long) (campaignMinutes() * 60e9);
            for (long i = 0; i < rounds || System.nanoTime() < untilNs; i++) {
                campaign.one(firstSeed + i, round);
            }
        }
        campaign.print();
    }

    /** Minutes that each proof may take beyond its ordinary size; 0 in the ordinary build. */
    public static double campaignMinutes() {
        return Double.parseDouble(System.getProperty("holdfast.campaign", "0"));
    }

    private void one(long seed, Round round) {
        try {
            states += round.run(seed);
            rounds++;
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + ": " + e.getMessage() + "\n  replay: mvn -pl storage test -Dtest='" + test
                            + "' -Dseed=" + seed,
                    e);
        }
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d states in %,d rounds, %.1f s%n",
                test,
                states,
                rounds,
                (System.nanoTime() - startedNs) / 1e9);
    }
}
