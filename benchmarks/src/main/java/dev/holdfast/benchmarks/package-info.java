/** Programs that measure; never shipped. Each prints what it did, figures and the JVM that it ran on. */
@NullMarked
package dev.holdfast.benchmarks;

import org.jspecify.annotations.NullMarked;
