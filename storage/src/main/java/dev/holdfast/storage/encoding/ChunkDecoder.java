package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks of every codec that was ever written. Any bytes give values or a {@link CorruptionException}; time and
 * memory are bounded by the count that is asked for. One thread; reusable; sees no file.
 */
public final class ChunkDecoder {
    private final boolean nested;
    private final ExceptionList exceptions = new ExceptionList();
    private final ResidualDecoder entropy = new ResidualDecoder();
    private long[] tableValues = new long[0];
    private long[] second = new long[0];
    private @Nullable ChunkDecoder inner;

    /** A decoder with its own scratch arrays. */
    public ChunkDecoder() {
        this(false);
    }

    private ChunkDecoder(boolean nested) {
        this.nested = nested;
    }

    /**
     * Reads one chunk and leaves the reader just behind it.
     *
     * @param count values to read, as many as were encoded, 1 to {@link ChunkFormat#MAX_SAMPLES}
     * @param into takes the raw bits of the values; the caller's; its content is undefined after an exception
     * @param intoFrom where the first value goes
     * @throws CorruptionException if the bytes are not a chunk of that many values
     */
    public void decode(ByteReader in, int count, long[] into, int intoFrom) throws CorruptionException {
        if (count < 1 || count > ChunkFormat.MAX_SAMPLES || intoFrom < 0 || intoFrom > into.length - count) {
            throw new IllegalArgumentException("intoFrom=" + intoFrom + " count=" + count + " array=" + into.length);
        }
        int codec = in.u8();
        switch (codec) {
            case ChunkFormat.CONSTANT_WHOLE ->
                Arrays.fill(into, intoFrom, intoFrom + count, Double.doubleToRawLongBits((double) in.varint()));
            case ChunkFormat.CONSTANT_BITS -> Arrays.fill(into, intoFrom, intoFrom + count, in.u64());
            case ChunkFormat.RAW -> {
                for (int i = 0; i < count; i++) {
                    into[intoFrom + i] = in.u64();
                }
            }
            case ChunkFormat.PAIR -> decodePair(in, count, into, intoFrom);
            case ChunkFormat.XOR -> XorCodec.decode(in, count, into, intoFrom);
            case ChunkFormat.PACKED, ChunkFormat.MODELLED -> decodeColumn(codec, in, count, into, intoFrom);
            default -> throw in.wrong("chunk codec", "found " + codec);
        }
    }

    private void decodeColumn(int codec, ByteReader in, int count, long[] into, int from) throws CorruptionException {
        int mapping = in.u8();
        Scale scale = Scale.byId(mapping);
        if (scale == null
                && !Scale.hasParameter(mapping)
                && mapping != ChunkFormat.MAPPING_ORDERED_BITS
                && mapping != ChunkFormat.MAPPING_TABLE) {
            throw in.wrong("chunk mapping", "found " + mapping);
        }
        int flags = in.u8();
        int predictorId = flags & ChunkFormat.PREDICTOR_MASK;
        if ((flags & ~ChunkFormat.KNOWN_FLAGS) != 0 || predictorId >= Predictor.count()) {
            throw in.wrong("chunk flags", "found " + flags);
        }
        Predictor predictor = Predictor.byId(predictorId);
        long first = in.varint();
        long divisor = (flags & ChunkFormat.HAS_DIVISOR) != 0 ? in.uvarint() : 1;
        long bias = (flags & ChunkFormat.HAS_BIAS) != 0 ? in.varint() : 0;
        long slope = predictor == Predictor.LINEAR ? in.varint() : 0;
        exceptions.clear();
        if ((flags & ChunkFormat.HAS_EXCEPTIONS) != 0) {
            exceptions.read(in, count);
        }
        if (Scale.hasParameter(mapping)) {
            scale = readScale(mapping, in);
        }
        int tableSize = mapping == ChunkFormat.MAPPING_TABLE ? readTable(in, count) : 0;

        int end = from + count;
        into[from] = 0;
        if (codec == ChunkFormat.PACKED) {
            PackedBlocks.read(in, into, from + 1, end, (flags & ChunkFormat.ZIGZAG) != 0);
        } else {
            entropy.decode(in, into, from + 1, end);
        }
        predictor.restore(into, from, end, slope, bias);
        if (divisor == 1) {
            for (int i = from; i < end; i++) {
                into[i] += first;
            }
        } else {
            for (int i = from; i < end; i++) {
                into[i] = first + divisor * into[i];
            }
        }
        if (scale != null) {
            scale.restoreAll(into, from, end);
        } else if (mapping == ChunkFormat.MAPPING_TABLE) {
            lookUp(in, tableSize, into, from, end);
        } else {
            for (int i = from; i < end; i++) {
                into[i] = OrderedBits.swap(into[i]);
            }
        }
        exceptions.patch(into, from);
    }

    /** A scale whose number was read, with its parameter. */
    static Scale readScale(int mapping, ByteReader in) throws CorruptionException {
        long parameter = in.uvarint();
        if (parameter < 1 || parameter > ChunkFormat.MAX_PARAMETER) {
            throw in.wrong("parameter of a mapping", "found " + parameter);
        }
        return Scale.of(mapping, parameter);
    }

    private int readTable(ByteReader in, int count) throws CorruptionException {
        int size = in.count(Math.min(count, ChunkFormat.MAX_TABLE), "table size");
        if (nested || size == 0) {
            throw in.wrong("table", nested ? "inside a table" : "empty");
        }
        if (tableValues.length == 0) {
            tableValues = new long[ChunkFormat.MAX_TABLE];
        }
        inner().decode(in, size, tableValues, 0);
        return size;
    }

    private void decodePair(ByteReader in, int count, long[] into, int from) throws CorruptionException {
        int operation = in.u8();
        if (nested || operation > ChunkFormat.PAIR_QUOTIENT_PERCENT) {
            throw in.wrong("pair", nested ? "inside a pair" : "found operation " + operation);
        }
        if (second.length < count) {
            second = new long[count];
        }
        inner().decode(in, count, into, from);
        inner().decode(in, count, second, 0);
        PairFinder.join(operation, into, from, second, count);
    }

    private ChunkDecoder inner() {
        if (inner == null) {
            inner = new ChunkDecoder(true);
        }
        return inner;
    }

    private void lookUp(ByteReader in, int size, long[] into, int from, int toExclusive) throws CorruptionException {
        for (int i = from; i < toExclusive; i++) {
            long place = into[i];
            if (place < 0 || place >= size) {
                throw in.wrong("place in table", "expected less than " + size + ", found " + place);
            }
            into[i] = tableValues[(int) place];
        }
    }
}
