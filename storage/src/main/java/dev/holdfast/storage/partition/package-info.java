/**
 * The live sstables, the windows of time that they lie in, and which of them must go. A
 * {@link dev.holdfast.storage.partition.Version} is an immutable set of runs; readers hold on to it while they read.
 * {@link dev.holdfast.storage.partition.Retention} is pure: runs in, runs to drop out.
 */
@NullMarked
package dev.holdfast.storage.partition;

import org.jspecify.annotations.NullMarked;
