/** The daemon and the command line: everything that is put together from the other modules. */
@NullMarked
package dev.holdfast.agent;

import org.jspecify.annotations.NullMarked;
