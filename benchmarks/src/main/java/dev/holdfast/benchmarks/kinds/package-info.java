/**
 * Recordings of many kinds, made from seeds: what other hosts, programs and scrapers show than the one host that is
 * recorded. Begin at {@link dev.holdfast.benchmarks.kinds.Kind}.
 */
@NullMarked
package dev.holdfast.benchmarks.kinds;

import org.jspecify.annotations.NullMarked;
