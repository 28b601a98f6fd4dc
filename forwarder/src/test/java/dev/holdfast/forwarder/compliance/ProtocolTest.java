package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file protocol of the 2.0 suite: headers and the form of the body, of every request. */
class ProtocolTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("protocol")
                .check("content_type_protobuf", () -> {
                    for (Recording.Exchange exchange : WireChecks.some(seen).exchanges()) {
                        assertTrue(exchange.header("Content-Type").startsWith("application/x-protobuf"));
                    }
                })
                .check(
                        "content_type_with_proto_param",
                        () -> WireChecks.header(
                                seen, "Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request"))
                .check("content_encoding_snappy", () -> WireChecks.header(seen, "Content-Encoding", "snappy"))
                .check("version_header_present", () -> {
                    for (Recording.Exchange exchange : WireChecks.some(seen).exchanges()) {
                        assertFalse(exchange.header("X-Prometheus-Remote-Write-Version")
                                .isEmpty());
                    }
                })
                .check(
                        "version_header_value",
                        () -> WireChecks.header(seen, "X-Prometheus-Remote-Write-Version", "2.0.0"))
                .check("user_agent_present", () -> WireChecks.userAgent(seen))
                .check("snappy_block_format", () -> WireChecks.rawSnappy(seen))
                .check("protobuf_parseable", () -> WireChecks.parseable(seen))
                .check("http_method", () -> WireChecks.posted(seen));
    }
}
