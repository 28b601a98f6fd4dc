/**
 * Columns of numbers as few bytes as can be, and back, to the bit.
 *
 * <p>Two columns make a block of samples. {@link dev.holdfast.storage.encoding.TimeColumn} holds timestamps, once for all
 * series that share them. {@link dev.holdfast.storage.encoding.ChunkEncoder} and
 * {@link dev.holdfast.storage.encoding.ChunkDecoder} hold the values of one series, as raw bits of doubles. On the way
 * down a value goes through four steps:
 *
 * <ol>
 *   <li>mapping: a double becomes an integer ({@code Scale}, which replays the operation that made the double;
 *       {@code OrderedBits}; {@code ValueTable}), what does not fit goes to the {@code ExceptionList};
 *   <li>reduction: the first value and the greatest common divisor are taken out ({@code IntegerColumn});
 *   <li>prediction: what is left is how far off a guess was ({@code Predictor});
 *   <li>body: {@code PackedBlocks} when young, {@code ResidualEncoder} over {@code ResidualModel}, {@code BitMixer} and
 *       {@code RangeEncoder} when sealed.
 * </ol>
 *
 * <p>Invariants: what is decoded is what was encoded, bit for bit, NaN payloads and -0.0 included; decoding any bytes at
 * all gives values or a {@link dev.holdfast.storage.CorruptionException}, in time and memory bounded by the count asked
 * for; one decoder reads every codec ever released; all arithmetic of the models is on integers, so every machine decodes
 * alike.
 *
 * <p>Thread rule: an encoder or decoder belongs to one thread and is reused; nothing is static but immutable tables.
 *
 * <p>Must not know: files, series, partitions. A column goes in as an array and comes out as an array; where the bytes
 * lie is the caller's affair, and so is their count and their checksum.
 *
 * <p>Read first: {@code ChunkEncoder}, with {@code docs/format/chunk.md} beside it. Next room: {@code memtable} and
 * {@code sstable}, which keep chunks.
 */
@NullMarked
package dev.holdfast.storage.encoding;

import org.jspecify.annotations.NullMarked;
