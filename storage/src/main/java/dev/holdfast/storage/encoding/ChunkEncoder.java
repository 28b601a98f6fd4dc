package dev.holdfast.storage.encoding;

import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of one chunk in the fewest bytes that it knows how to, exact to the bit.
 *
 * <p>Values become integers ({@link IntegerColumn}) in up to three ways: by the {@link Scale} behind them, by their bits in
 * order, by a {@link ValueTable}. Each column is predicted in a few ways, the residuals are packed or entropy coded, and
 * the smallest result is kept. Format: {@code docs/format/chunk.md}. One thread; reusable, and holds its scratch arrays
 * between chunks; sees no file.
 */
public final class ChunkEncoder {
    private static final int TRIALS = 4;
    private static final int HOPELESS_PART = 200;
    private static final int SHORT_CHUNK = 256;
    private static final int SCALED = 0;
    private static final int ORDERED = 1;
    private static final int TABLE = 2;

    private final boolean nested;
    private final IntegerColumn[] columns = {new IntegerColumn(), new IntegerColumn(), new IntegerColumn()};
    private final ByteWriter[] heads = {new ByteWriter(64), new ByteWriter(16), new ByteWriter(64)};
    private final Candidate[] best = new Candidate[TRIALS];
    private final Candidate next = new Candidate();
    private int candidates;

    private final ScaleFinder finder = new ScaleFinder();
    private final PairFinder pairs = new PairFinder();
    private final ValueTable table = new ValueTable();
    private final ClassCost cost = new ClassCost();
    private final ResidualEncoder entropy = new ResidualEncoder();
    private final ByteWriter body = new ByteWriter(4096);
    private final ByteWriter trial = new ByteWriter(4096);
    private final long[] probe = new long[63];
    private long[] residuals = new long[0];
    private @Nullable ChunkEncoder inner;

    /** An encoder with its own scratch arrays. */
    public ChunkEncoder() {
        this(false);
    }

    private ChunkEncoder(boolean nested) {
        this.nested = nested;
        for (int i = 0; i < TRIALS; i++) {
            best[i] = new Candidate();
        }
    }

    /**
     * Appends one chunk.
     *
     * @param bits raw bits of the values ({@link Double#doubleToRawLongBits}); the caller's, read only during the call
     * @param from index of the first value
     * @param count values, 1 to {@link ChunkFormat#MAX_SAMPLES}; the chunk does not store it
     * @return bytes appended
     */
    public int encode(long[] bits, int from, int count, Effort effort, ByteWriter out) {
        if (count < 1 || count > ChunkFormat.MAX_SAMPLES || from < 0 || from > bits.length - count) {
            throw new IllegalArgumentException("from=" + from + " count=" + count + " array=" + bits.length);
        }
        int before = out.size();
        if (isConstant(bits, from, count)) {
            writeConstant(bits[from], out);
        } else {
            writeVarying(bits, from, count, effort, out);
        }
        return out.size() - before;
    }

    private static boolean isConstant(long[] bits, int from, int count) {
        for (int i = from + 1; i < from + count; i++) {
            if (bits[i] != bits[from]) {
                return false;
            }
        }
        return true;
    }

    private static void writeConstant(long bits, ByteWriter out) {
        long whole = Scale.WHOLE.recover(bits);
        // Eight bytes of zigzag hold 56 bits; a longer integer is not shorter than its double.
        if (whole != Scale.NONE && Math.abs(whole) < 1L << 54) {
            out.u8(ChunkFormat.CONSTANT_WHOLE);
            out.varint(whole);
        } else {
            out.u8(ChunkFormat.CONSTANT_BITS);
            out.u64(bits);
        }
    }

    private void writeVarying(long[] bits, int from, int count, Effort effort, ByteWriter out) {
        if (residuals.length < count) {
            residuals = new long[Math.max(1024, count)];
        }
        candidates = 0;
        for (ByteWriter head : heads) {
            head.clear();
        }
        boolean scaled = finder.fit(columns[SCALED], bits, from, count, effort == Effort.SEALED);
        if (scaled) {
            consider(SCALED, effort);
        }
        boolean doubtful = !scaled || !columns[SCALED].exceptions.isEmpty() || columns[SCALED].isWide();
        if (doubtful) {
            columns[ORDERED].mapOrderedBits(bits, from, count);
            consider(ORDERED, effort);
        }
        considerTable(bits, from, count, effort);

        body.clear();
        writeBest(count, effort);
        if (effort == Effort.YOUNG && doubtful) {
            trial.clear();
            trial.u8(ChunkFormat.XOR);
            XorCodec.encode(bits, from, count, trial);
            keepShorter();
        }
        // Not of NaNs and infinities alone, which both columns would have. Several wholes may look like one that is
        // large.
        boolean splits = !scaled || !columns[SCALED].isExplained() || Scale.isRatio(columns[SCALED].mapping);
        if (splits && !nested && 2L * body.size() > count && pairs.split(bits, from, count)) {
            trial.clear();
            writePair(count, effort, trial);
            keepShorter();
        }
        if (body.size() <= 8L * count) {
            out.raw(body.array(), 0, body.size());
            return;
        }
        out.u8(ChunkFormat.RAW);
        for (int i = from; i < from + count; i++) {
            out.u64(bits[i]);
        }
    }

    private void writePair(int count, Effort effort, ByteWriter to) {
        to.u8(ChunkFormat.PAIR);
        to.u8(pairs.operation());
        inner().encode(pairs.first(), 0, count, effort, to);
        inner().encode(pairs.second(), 0, count, effort, to);
    }

    /** Of chunks inside of a chunk, which have none inside. */
    private ChunkEncoder inner() {
        if (inner == null) {
            inner = new ChunkEncoder(true);
        }
        return inner;
    }

    private void considerTable(long[] bits, int from, int count, Effort effort) {
        // Places cost bits too, and collecting costs time: what is small already is left alone.
        boolean small = best[0].estimateBits < count * (effort == Effort.YOUNG ? 3L : 1L);
        int limit = Math.min(count / (effort == Effort.YOUNG ? 8 : 4), ChunkFormat.MAX_TABLE);
        if (nested || small || !table.collect(bits, from, count, limit)) {
            return;
        }
        IntegerColumn column = columns[TABLE];
        column.begin(ChunkFormat.MAPPING_TABLE, count);
        table.places(bits, from, count, column.values);
        column.reduce();
        heads[TABLE].uvarint(table.count());
        inner().encode(table.values(), 0, table.count(), effort, heads[TABLE]);
        consider(TABLE, effort);
    }

    /** Adds the ways to write a column to the candidates. */
    private void consider(int index, Effort effort) {
        IntegerColumn column = columns[index];
        if (!column.exceptions.isEmpty()) {
            column.exceptions.write(heads[index]);
        }
        if (Scale.hasParameter(column.mapping)) {
            heads[index].uvarint(column.parameter);
        }
        int count = column.count;
        next.columnIndex = index;
        for (int i = 0; i < Predictor.count(); i++) {
            next.predictor = Predictor.byId(i);
            next.slope = next.predictor == Predictor.LINEAR && count > 1 ? column.values[1] : 0;
            next.predictor.residuals(column.values, count, next.slope, 0, residuals);
            considerPacked(count, heads[index].size());
            if (effort == Effort.SEALED) {
                considerModelled(count, heads[index].size());
            }
        }
    }

    private void considerPacked(int count, int headBytes) {
        long min = least(count);
        next.packed = true;
        next.bias = min;
        next.zigzag = false;
        next.estimateBits = 8L * (headBytes + 8 + PackedBlocks.sizeBytes(residuals, 1, count, min, false));
        keepNext();
        if (min < 0) {
            next.bias = 0;
            next.zigzag = true;
            next.estimateBits = 8L * (headBytes + 6 + PackedBlocks.sizeBytes(residuals, 1, count, 0, true));
            keepNext();
        }
    }

    private void considerModelled(int count, int headBytes) {
        next.packed = false;
        next.zigzag = false;
        next.bias = 0;
        next.estimateBits = 8L * (headBytes + 8) + cost.estimateBits(residuals, 1, count, 0);
        keepNext();
        if (next.predictor == Predictor.LINEAR) {
            return;
        }
        considerBias(least(count), count, headBytes);
        considerBias(median(count), count, headBytes);
    }

    private void considerBias(long bias, int count, int headBytes) {
        if (bias == 0) {
            return;
        }
        next.bias = bias;
        next.estimateBits = 8L * (headBytes + 10) + cost.estimateBits(residuals, 1, count, bias);
        keepNext();
    }

    private long least(int count) {
        long min = Long.MAX_VALUE;
        for (int i = 1; i < count; i++) {
            min = Math.min(min, residuals[i]);
        }
        return min;
    }

    /** About the middle of the residuals, from a few spread over the column. */
    private long median(int count) {
        int taken = Math.min(probe.length, count - 1);
        for (int i = 0; i < taken; i++) {
            probe[i] = residuals[1 + (int) ((long) i * (count - 1) / taken)];
        }
        Arrays.sort(probe, 0, taken);
        return probe[taken / 2];
    }

    private void keepNext() {
        int at = candidates;
        while (at > 0 && best[at - 1].estimateBits > next.estimateBits) {
            at--;
        }
        if (at == TRIALS) {
            return;
        }
        Candidate free = best[Math.min(candidates, TRIALS - 1)];
        for (int i = Math.min(candidates, TRIALS - 1); i > at; i--) {
            best[i] = best[i - 1];
        }
        free.copyFrom(next);
        best[at] = free;
        candidates = Math.min(candidates + 1, TRIALS);
    }

    /**
     * Tries the candidates and leaves the shortest in the body. One that is thought to take more than the first by some
     * thousandths, in a short chunk some bytes, is not tried: on the recorded host that spares half the time, and costs a thousandth of the bytes.
     */
    private void writeBest(int count, Effort effort) {
        int trials = effort == Effort.YOUNG ? 1 : candidates;
        long hopelessBits =
                best[0].estimateBits + best[0].estimateBits / HOPELESS_PART + (count < SHORT_CHUNK ? 128 : 0);
        for (int i = 0; i < trials && best[i].estimateBits <= hopelessBits; i++) {
            trial.clear();
            write(best[i], trial);
            keepShorter();
        }
    }

    private void keepShorter() {
        if (body.size() == 0 || trial.size() < body.size()) {
            body.clear();
            body.raw(trial.array(), 0, trial.size());
        }
    }

    private void write(Candidate choice, ByteWriter to) {
        IntegerColumn column = columns[choice.columnIndex];
        int flags = choice.predictor.id();
        flags |= column.exceptions.isEmpty() ? 0 : ChunkFormat.HAS_EXCEPTIONS;
        flags |= column.divisor == 1 ? 0 : ChunkFormat.HAS_DIVISOR;
        flags |= choice.bias == 0 ? 0 : ChunkFormat.HAS_BIAS;
        flags |= choice.zigzag ? ChunkFormat.ZIGZAG : 0;
        to.u8(choice.packed ? ChunkFormat.PACKED : ChunkFormat.MODELLED);
        to.u8(column.mapping);
        to.u8(flags);
        to.varint(column.first);
        if (column.divisor != 1) {
            to.uvarint(column.divisor);
        }
        if (choice.bias != 0) {
            to.varint(choice.bias);
        }
        if (choice.predictor == Predictor.LINEAR) {
            to.varint(choice.slope);
        }
        to.raw(heads[choice.columnIndex].array(), 0, heads[choice.columnIndex].size());
        choice.predictor.residuals(
                column.values, column.count, choice.slope, choice.packed ? 0 : choice.bias, residuals);
        if (choice.packed) {
            PackedBlocks.write(residuals, 1, column.count, choice.bias, choice.zigzag, to);
        } else {
            entropy.encode(residuals, 1, column.count);
            entropy.finish(to);
        }
    }
}
