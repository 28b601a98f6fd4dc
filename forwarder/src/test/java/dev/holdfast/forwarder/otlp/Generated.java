package dev.holdfast.forwarder.otlp;

import dev.holdfast.forwarder.testing.OtlpPoint;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads requests by the classes that are generated from OTLP's own definitions: the oracle for encoder and decoder. */
final class Generated {
    private Generated() {}

    static List<OtlpPoint> points(ExportMetricsServiceRequest request) {
        List<OtlpPoint> points = new ArrayList<>();
        for (ResourceMetrics resource : request.getResourceMetricsList()) {
            for (ScopeMetrics scope : resource.getScopeMetricsList()) {
                for (Metric metric : scope.getMetricsList()) {
                    add(resource, scope, metric, points);
                }
            }
        }
        return points;
    }

    private static void add(ResourceMetrics resource, ScopeMetrics scope, Metric metric, List<OtlpPoint> points) {
        boolean sum = metric.hasSum();
        if (sum
                && metric.getSum().getAggregationTemporality()
                        != AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE) {
            throw new AssertionError("not cumulative: " + metric.getName());
        }
        List<NumberDataPoint> data =
                sum ? metric.getSum().getDataPointsList() : metric.getGauge().getDataPointsList();
        for (NumberDataPoint point : data) {
            points.add(new OtlpPoint(
                    attributes(resource.getResource().getAttributesList()),
                    scope.getSchemaUrl(),
                    metric.getName(),
                    metric.getUnit(),
                    metric.getDescription(),
                    sum ? (metric.getSum().getIsMonotonic() ? "counter" : "sum") : "gauge",
                    attributes(point.getAttributesList()),
                    point.getStartTimeUnixNano(),
                    point.getTimeUnixNano(),
                    point.hasAsDouble() ? Double.doubleToRawLongBits(point.getAsDouble()) : null));
        }
    }

    private static Map<String, Object> attributes(List<KeyValue> list) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (KeyValue one : list) {
            attributes.put(
                    one.getKey(),
                    one.getValue().hasIntValue()
                            ? (Object) one.getValue().getIntValue()
                            : one.getValue().getStringValue());
        }
        return attributes;
    }
}
