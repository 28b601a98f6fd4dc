package dev.holdfast.storage.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerCodecTest {
    private static final long NOW = 1_795_327_200_000L;

    private static Ledger.@Nullable Note again(Ledger.@Nullable Note note) throws CorruptionException {
        ByteWriter out = new ByteWriter(64);
        LedgerCodec.writeNote(note, out);
        ByteReader in = new ByteReader("test", 0, out.toByteArray());
        Ledger.Note read = LedgerCodec.readNote(in);
        assertEquals(0, in.remaining());
        return read;
    }

    @Test
    void notesComeBackAsTheyWere() throws CorruptionException {
        assertEquals(null, again(null));
        for (List<Long> numbers : List.of(
                List.<Long>of(),
                List.of(0L),
                List.of(Long.MAX_VALUE, Long.MIN_VALUE, -1L, NOW),
                Collections.nCopies(Ledger.Note.NUMBERS_MAX, 5L))) {
            Ledger.Note note = new Ledger.Note(NOW, "204 ok", numbers);
            assertEquals(note, again(note));
        }
    }

    /** What a program has on disk that knew no numbers. */
    @Test
    void aNoteWithoutNumbersIsWrittenAsEver() {
        ByteWriter out = new ByteWriter(64);
        LedgerCodec.writeNote(new Ledger.Note(3, "ok"), out);
        assertEquals(
                List.of(1, 3, 0, 0, 0, 0, 0, 0, 0, 2, (int) 'o', (int) 'k'),
                java.util.stream.IntStream.range(0, out.size())
                        .mapToObj(i -> (int) out.array()[i])
                        .toList());
    }

    @Test
    void aNoteHasABoundOnItsNumbers() {
        List<Long> tooMany = Collections.nCopies(Ledger.Note.NUMBERS_MAX + 1, 0L);
        assertThrows(IllegalArgumentException.class, () -> new Ledger.Note(NOW, "", tooMany));
        ByteWriter out = new ByteWriter(64);
        out.u8(2);
        out.u64(NOW);
        out.string("");
        out.uvarint(tooMany.size());
        tooMany.forEach(out::varint);
        assertThrows(
                CorruptionException.class, () -> LedgerCodec.readNote(new ByteReader("test", 0, out.toByteArray())));
        ByteWriter newer = new ByteWriter(64);
        newer.u8(3);
        assertThrows(
                CorruptionException.class, () -> LedgerCodec.readNote(new ByteReader("test", 0, newer.toByteArray())));
    }

    /** A settle a request: what it adds to the log of an upstream that was sent a billion samples. */
    @Test
    void aSettleStaysSmallInTheLog() {
        List<Long> counts = List.of(
                1_000_000_000L,
                12_345L,
                0L,
                0L,
                0L,
                0L,
                3_000_000_000L,
                600_000L,
                20L,
                NOW,
                20_800L,
                400_000_000L,
                1L,
                3_300_000L);
        LedgerChange change = new LedgerChange(
                "central",
                List.of(),
                List.of(new IntervalLedger.Entry(NOW - 5_000, NOW, LedgerState.DELIVERED, 0)),
                new Ledger.Note(NOW, "204 ok", counts));
        int bytes = new WalEncoder().ledger(change).size();
        assertTrue(bytes <= 90, "a settle takes " + bytes + " bytes");
    }

    @Test
    void intervalsComeBackAsTheyWereAndTakeAboutSevenBytesEach() throws CorruptionException {
        IntervalLedger ledger = IntervalLedger.EMPTY
                .with(new TimeRange(Long.MIN_VALUE, 5), LedgerState.SKIPPED, 0)
                .with(new TimeRange(Long.MAX_VALUE - 3, Long.MAX_VALUE), LedgerState.EVICTED, Integer.MIN_VALUE);
        for (int i = 0; i < 1_000; i++) {
            long from = NOW + i * 5_000L;
            ledger = ledger.with(new TimeRange(from, from + 3_000 + i), LedgerState.REFUSED, 400 + i % 2);
        }
        ByteWriter out = new ByteWriter(64);
        LedgerCodec.writeIntervals(ledger, out);
        assertEquals(ledger, LedgerCodec.readIntervals(new ByteReader("test", 0, out.toByteArray())));
        assertTrue(out.size() < 7_200, "1,002 entries take " + out.size() + " bytes");
    }

    @Test
    void entriesOutOfOrderAreTakenOneAfterTheOther() {
        IntervalLedger.Entry later = new IntervalLedger.Entry(0, 10, LedgerState.DELIVERED, 0);
        IntervalLedger.Entry above = new IntervalLedger.Entry(3, 5, LedgerState.REFUSED, 400);
        assertEquals(
                IntervalLedger.EMPTY
                        .with(new TimeRange(0, 10), LedgerState.DELIVERED, 0)
                        .with(new TimeRange(3, 5), LedgerState.REFUSED, 400),
                IntervalLedger.of(List.of(later, above)));
        assertEquals(IntervalLedger.EMPTY, IntervalLedger.of(List.of()));
    }
}
