/**
 * What the proofs of the storage engine stand on: a directory in memory that can lose power, fill up and fail, and the
 * history of what was appended, against which every answer is held. Part of storage's test jar, for other modules too.
 *
 * <p>Read first: {@link dev.holdfast.storage.testing.SimulatedDirectory}. How to run: docs/TESTING.md.
 */
package dev.holdfast.storage.testing;
