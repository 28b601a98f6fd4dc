package dev.holdfast.agent.views;

import dev.holdfast.agent.views.Measure.Unit;
import java.util.List;

/** What is asked about the network. */
final class NetworkMeasures {
    private static final double MEBIBYTE = 1 << 20;

    static final List<Measure> ALL = List.of(
            link("receive", "link full, incoming"),
            link("transmit", "link full, outgoing"),
            lost("receive_drops", "dropped, incoming", "receive_drop"),
            lost("transmit_drops", "dropped, outgoing", "transmit_drop"),
            lost("receive_errors", "errors, incoming", "receive_errs"),
            lost("transmit_errors", "errors, outgoing", "transmit_errs"),
            bytes("received", "received", "receive"),
            bytes("sent", "sent", "transmit"),
            packets("received_packets", "packets received", "receive"),
            packets("sent_packets", "packets sent", "transmit"),
            Measure.rate(
                    "retransmits",
                    "TCP segments sent again",
                    "rate(node_netstat_Tcp_RetransSegs{$h}[$r]) / (rate(node_netstat_Tcp_OutSegs{$h}[$r]) > 10)",
                    "",
                    Unit.SHARE,
                    0.02,
                    0.005),
            Measure.rate(
                    "listen_drops",
                    "connections not accepted",
                    "rate(node_netstat_TcpExt_ListenDrops{$h}[$r])",
                    "",
                    Unit.PER_SECOND,
                    0.03,
                    0.01),
            Measure.rate(
                    "softnet_drops",
                    "dropped for want of CPU",
                    "sum(rate(node_softnet_dropped_total{$h}[$r]))",
                    "",
                    Unit.PER_SECOND,
                    0.03,
                    0.01),
            Measure.level("connections", "TCP connections", "node_netstat_Tcp_CurrEstab{$h}", "", Unit.COUNT, 1e9, 100),
            Measure.level(
                    "conntrack",
                    "conntrack table full",
                    "node_nf_conntrack_entries{$h} / node_nf_conntrack_entries_limit{$h}",
                    "",
                    Unit.SHARE,
                    0.8,
                    0.5),
            Measure.event(
                    "carrier_changes",
                    "link up or down",
                    "node_network_carrier_changes_total{$h} - node_network_carrier_changes_total{$h} offset $r",
                    "device",
                    Unit.COUNT,
                    0.5));

    private NetworkMeasures() {}

    private static Measure link(String direction, String title) {
        String bytes = "rate(node_network_" + direction + "_bytes_total{$h}[$r])";
        return Measure.rate(
                direction + "_link",
                title,
                bytes + " / (node_network_speed_bytes{$h} > 0)",
                "device",
                Unit.SHARE,
                0.8,
                0.3);
    }

    private static Measure lost(String id, String title, String what) {
        String rate = "rate(node_network_" + what + "_total{$h}[$r])";
        return Measure.rate(id, title, rate, "device", Unit.PER_SECOND, 0.5, 0.03);
    }

    private static Measure bytes(String id, String title, String direction) {
        String rate = "rate(node_network_" + direction + "_bytes_total{$h}[$r])";
        return Measure.rate(id, title, rate, "device", Unit.BYTES_PER_SECOND, 1e15, MEBIBYTE);
    }

    private static Measure packets(String id, String title, String direction) {
        String rate = "rate(node_network_" + direction + "_packets_total{$h}[$r])";
        return Measure.rate(id, title, rate, "device", Unit.PER_SECOND, 1e12, 1_000);
    }
}
