package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void theRateIsThatOfTheLastMinute() {
        Progress progress = new Progress(1_000_000);
        assertEquals(0, progress.samplesPerSecond(1_000_000));
        for (int second = 1; second <= 300; second++) {
            progress.acknowledged(second <= 200 ? 1_000 : 50, 1_000_000 + second * 1_000L);
        }
        assertEquals(50, progress.samplesPerSecond(1_300_000), 1);
        assertEquals(25, progress.samplesPerSecond(1_330_000), 3);
        assertEquals(0, progress.samplesPerSecond(1_400_000));
        assertEquals(0, progress.samplesPerSecond(9_000_000));
    }

    @Test
    void aYoungSenderIsMeasuredSinceItBegan() {
        Progress progress = new Progress(1_000_000);
        progress.acknowledged(10_000, 1_005_000);
        assertEquals(1_000, progress.samplesPerSecond(1_010_000), 1);
    }

    @Test
    void theEtaCountsWhatComesInMeanwhile() {
        assertEquals(100_000, Progress.outlook(90_000, 1_000, 100).etaMs());
        assertEquals(Outlook.NEVER, Progress.outlook(90_000, 100, 100).etaMs());
        assertEquals(Outlook.NEVER, Progress.outlook(90_000, 0, 0).etaMs());
        assertEquals(0, Progress.outlook(500, 0, 100).etaMs(), "what is always under way");
        assertEquals(0, Progress.outlook(0, 0, 0).etaMs());
    }
}
