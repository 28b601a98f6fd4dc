/** The program as packages have it: laid out by {@code packaging/stage}, started by its own launcher, with its own Java. */
@NullMarked
package dev.holdfast.agent.staged;

import org.jspecify.annotations.NullMarked;
