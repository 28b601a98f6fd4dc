package dev.holdfast.agent.screen;

import java.util.List;

/** A part of the picture. Pure. */
interface Panel {
    /** At most as many lines as there is room for, none wider than the room once cut; the first says the most important. */
    List<Line> lines(HostView view, Room room);
}
