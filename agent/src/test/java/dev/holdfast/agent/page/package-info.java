/** The page, looked at through a real browser. */
@NullMarked
package dev.holdfast.agent.page;

import org.jspecify.annotations.NullMarked;
