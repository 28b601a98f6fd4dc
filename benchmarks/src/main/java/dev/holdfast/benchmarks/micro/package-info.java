/** JMH benchmarks of single parts: {@code benchmarks/run --micro [JMH OPTIONS]}. */
@NullMarked
package dev.holdfast.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
