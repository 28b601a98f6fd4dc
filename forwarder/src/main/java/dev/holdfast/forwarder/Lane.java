package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.Order;
import java.util.List;

/** One line of intervals to an upstream; requests of different lanes are never mixed. */
enum Lane {
    /** All data, oldest first: what a strict upstream takes. */
    ORDERED,
    /** The newest data, within seconds. */
    LIVE,
    /** Everything that is older, oldest first. */
    BACKLOG;

    /** The lanes that an order asks for, the more urgent one first. */
    static List<Lane> of(Order order) {
        return order == Order.STRICT ? List.of(ORDERED) : List.of(LIVE, BACKLOG);
    }
}
