package dev.holdfast.forwarder.testing;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes OTLP metric requests without any of the sender's code, and strictly: whatever the sender has no business to send
 * is an IOException. Field numbers are those of opentelemetry-proto.
 */
public final class OtlpDecoder {
    private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int FIXED = WireFormat.WIRETYPE_FIXED64;
    private static final int VARINT = WireFormat.WIRETYPE_VARINT;

    private final List<OtlpPoint> points = new ArrayList<>();

    private OtlpDecoder() {}

    /** The points of a body in gzip. */
    public static List<OtlpPoint> ofBody(byte[] body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return ofMessage(in.readAllBytes());
        }
    }

    /** The points of an {@code ExportMetricsServiceRequest}, in the order they come. */
    public static List<OtlpPoint> ofMessage(byte[] message) throws IOException {
        OtlpDecoder decoder = new OtlpDecoder();
        Set<Map<String, Object>> resources = new HashSet<>();
        for (Field field : fields(message)) {
            field.expect(1, BYTES);
            require(resources.add(decoder.resourceMetrics(field.bytes)), "a resource comes twice");
        }
        require(!decoder.points.isEmpty(), "an empty export");
        return decoder.points;
    }

    private record Field(int number, int type, byte[] bytes, long value) {
        void expect(int expectedNumber, int expectedType) throws IOException {
            require(
                    number == expectedNumber && type == expectedType,
                    "expected field " + expectedNumber + " of type " + expectedType + ", found " + number + " of "
                            + type);
        }

        String text() throws IOException {
            require(type == BYTES, "a text of type " + type);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    private static List<Field> fields(byte[] message) throws IOException {
        List<Field> fields = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            int number = WireFormat.getTagFieldNumber(tag);
            int type = WireFormat.getTagWireType(tag);
            fields.add(
                    switch (type) {
                        case BYTES -> new Field(number, type, in.readByteArray(), 0);
                        case FIXED -> new Field(number, type, new byte[0], in.readRawLittleEndian64());
                        case VARINT -> new Field(number, type, new byte[0], in.readRawVarint64());
                        default -> throw new IOException("wire type " + type + " of field " + number);
                    });
        }
        return fields;
    }

    private Map<String, Object> resourceMetrics(byte[] message) throws IOException {
        Map<String, Object> resource = null;
        byte[] scope = null;
        String schemaUrl = "";
        for (Field field : fields(message)) {
            switch (field.number) {
                case 1 -> resource = attributes(field.bytes, 1);
                case 2 -> {
                    require(scope == null, "one scope");
                    scope = field.bytes;
                }
                case 3 -> schemaUrl = field.text();
                default -> throw new IOException("field " + field.number + " of ResourceMetrics");
            }
        }
        if (resource == null || scope == null) {
            throw new IOException("a resource without attributes or scope");
        }
        scopeMetrics(scope, resource, schemaUrl);
        return resource;
    }

    private static Map<String, Object> attributes(byte[] message, int number) throws IOException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Field field : fields(message)) {
            field.expect(number, BYTES);
            attribute(field.bytes, attributes);
        }
        return attributes;
    }

    private static void attribute(byte[] message, Map<String, Object> attributes) throws IOException {
        List<Field> pair = fields(message);
        require(pair.size() == 2, "a key and a value");
        pair.get(0).expect(1, BYTES);
        pair.get(1).expect(2, BYTES);
        List<Field> any = fields(pair.get(1).bytes);
        require(any.size() == 1, "one value");
        Field value = any.get(0);
        Object decoded;
        if (value.number == 1) {
            decoded = value.text();
        } else {
            value.expect(3, VARINT);
            decoded = value.value;
        }
        require(attributes.put(pair.get(0).text(), decoded) == null, "an attribute comes twice");
    }

    private void scopeMetrics(byte[] message, Map<String, Object> resource, String resourceSchema) throws IOException {
        List<Field> fields = fields(message);
        fields.get(0).expect(1, BYTES);
        List<Field> scope = fields(fields.get(0).bytes);
        scope.get(0).expect(1, BYTES);
        require(scope.size() == 1 && scope.get(0).text().equals("holdfast"), "the scope");
        String schemaUrl = "";
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (field.number == 3) {
                schemaUrl = field.text();
            }
        }
        require(schemaUrl.equals(resourceSchema), "one schema");
        for (Field field : fields.subList(1, fields.size())) {
            if (field.number != 3) {
                field.expect(2, BYTES);
                metric(field.bytes, resource, schemaUrl, names);
            }
        }
        require(!names.isEmpty(), "a scope without metrics");
    }

    private void metric(byte[] message, Map<String, Object> resource, String schemaUrl, Set<String> names)
            throws IOException {
        Map<Integer, Field> fields = new HashMap<>();
        for (Field field : fields(message)) {
            require(fields.put(field.number, field) == null, "field " + field.number + " of Metric comes twice");
        }
        require(
                fields.keySet().stream().allMatch(Set.of(1, 2, 3, 5, 7)::contains),
                "fields of Metric: " + fields.keySet());
        require(fields.containsKey(5) != fields.containsKey(7), "either gauge or sum");
        String name = text(fields.get(1));
        require(!name.isEmpty() && names.add(name), "a metric comes twice in its scope: " + name);
        boolean sum = fields.containsKey(7);
        List<Field> data = fields(Objects.requireNonNull(fields.get(sum ? 7 : 5)).bytes);
        long temporality = 0;
        long monotonic = 0;
        List<byte[]> encoded = new ArrayList<>();
        for (Field field : data) {
            if (field.number == 1) {
                field.expect(1, BYTES);
                encoded.add(field.bytes);
            } else if (sum && field.number == 2) {
                field.expect(2, VARINT);
                temporality = field.value;
            } else {
                field.expect(sum ? 3 : 1, VARINT);
                monotonic = field.value;
            }
        }
        require(temporality == (sum ? 2 : 0), "temporality of " + name + ": " + temporality);
        require(!encoded.isEmpty(), "a metric without points: " + name);
        String form = sum ? (monotonic == 1 ? "counter" : "sum") : "gauge";
        OtlpPoint frame = new OtlpPoint(
                resource, schemaUrl, name, text(fields.get(3)), text(fields.get(2)), form, Map.of(), 0, 0, null);
        Map<Map<String, Object>, Long> newest = new HashMap<>();
        for (byte[] point : encoded) {
            point(point, frame, newest);
        }
    }

    private static String text(@Nullable Field field) throws IOException {
        return field == null ? "" : field.text();
    }

    private void point(byte[] message, OtlpPoint frame, Map<Map<String, Object>, Long> newest) throws IOException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        long start = 0;
        long time = 0;
        long flags = 0;
        Long bits = null;
        for (Field field : fields(message)) {
            switch (field.number) {
                case 2 -> {
                    field.expect(2, FIXED);
                    start = field.value;
                }
                case 3 -> {
                    field.expect(3, FIXED);
                    time = field.value;
                }
                case 4 -> {
                    field.expect(4, FIXED);
                    bits = field.value;
                }
                case 7 -> {
                    field.expect(7, BYTES);
                    attribute(field.bytes, attributes);
                }
                default -> {
                    field.expect(8, VARINT);
                    flags = field.value;
                }
            }
        }
        String where = frame.metric() + attributes;
        require(time > 0 && time % 1_000_000 == 0, "a time in nanoseconds: " + where + " " + time);
        require(start >= 0 && start <= time, "a start before the time: " + where);
        require(start == 0 || frame.form().equals("counter"), "a start where nothing is counted: " + where);
        require(flags == 0 || flags == 1, "flags: " + where);
        require((bits == null) == (flags == 1), "a value, or the flag that there is none: " + where);
        require(bits == null || !Double.isNaN(Double.longBitsToDouble(bits)), "NaN: " + where);
        Long before = newest.put(attributes, time);
        require(before == null || before < time, "times that do not rise: " + where);
        points.add(new OtlpPoint(
                frame.resource(),
                frame.schemaUrl(),
                frame.metric(),
                frame.unit(),
                frame.description(),
                frame.form(),
                attributes,
                start,
                time,
                bits));
    }

    private static void require(boolean condition, String what) throws IOException {
        if (!condition) {
            throw new IOException("not as it should be: " + what);
        }
    }
}
