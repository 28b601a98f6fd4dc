/**
 * The lobby of the storage engine: everything that other modules may see.
 *
 * <p>A {@link dev.holdfast.storage.Store} is a directory that one process writes and any number of processes read. What
 * goes in is a {@link dev.holdfast.storage.SampleBatch} a tick; what comes out is a
 * {@link dev.holdfast.storage.Snapshot}: an immutable view of every series at one moment. A
 * {@link dev.holdfast.storage.Ledger} remembers, by name, which intervals of time have been dealt with (sent, refused);
 * what it does not cover is the backlog.
 *
 * <p>Invariants: a value keeps its exact 64 bits from append to read, NaN payloads included; a series has at most one
 * value at a millisecond, and the newest append wins; an acknowledged append survives the death of the process, and a
 * power cut once {@link dev.holdfast.storage.StoreOptions#syncIntervalMs()} has passed.
 *
 * <p>Thread rule: the engine starts no thread. One thread appends; any thread may take snapshots and settle ledgers; one
 * thread steps {@link dev.holdfast.storage.Store#maintain()}. Readers never block the writer.
 *
 * <p>Read first: {@code Store}. Next room: {@code wal}, then {@code memtable}, {@code sstable}, {@code manifest}.
 */
@NullMarked
package dev.holdfast.storage;

import org.jspecify.annotations.NullMarked;
