package dev.holdfast.forwarder.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.OtlpDecoder;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bugs that an encoder could have, and that the decoder of the tests must find: each in a request that is else right. */
class DecoderCanaryTest {
    private static final long AT = 1_700_000_000_000_000_000L;

    @Test
    void aRequestWithoutABugPasses() throws IOException {
        assertEquals(
                2, OtlpDecoder.ofMessage(request(points -> {}).toByteArray()).size());
    }

    @Test
    void deltaTemporalityIsFound() {
        found(
                "temporality",
                request(sum -> sum.setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)));
        found("temporality", request(Sum.Builder::clearAggregationTemporality));
    }

    @Test
    void aValueInAnotherFieldIsFound() {
        found("field 8", request(sum -> sum.getDataPointsBuilder(0).setAsInt(5)));
        found("a value", request(sum -> sum.getDataPointsBuilder(0).clearAsDouble()));
        found("a value", request(sum -> sum.getDataPointsBuilder(0).setFlags(1)));
    }

    @Test
    void timesInMillisecondsAndTimesThatDoNotRiseAreFound() {
        found("nanoseconds", request(sum -> sum.getDataPointsBuilder(0).setTimeUnixNano(1_700_000_000_123L)));
        found("rise", request(sum -> sum.getDataPointsBuilder(1).setTimeUnixNano(AT)));
        found("start", request(sum -> sum.getDataPointsBuilder(0).setStartTimeUnixNano(AT + 1)));
    }

    @Test
    void aMetricInTwoMessagesAndAnEmptyExportAreFound() {
        ExportMetricsServiceRequest.Builder twice = request(sum -> {}).toBuilder();
        ScopeMetrics.Builder scope = twice.getResourceMetricsBuilder(0).getScopeMetricsBuilder(0);
        scope.addMetrics(scope.getMetrics(0));
        found("twice", twice.build());
        found("empty", ExportMetricsServiceRequest.getDefaultInstance());
        found("without points", request(Sum.Builder::clearDataPoints));
    }

    @Test
    void nanAndAnAttributeThatComesTwiceAreFound() {
        found("NaN", request(sum -> sum.getDataPointsBuilder(0).setAsDouble(Double.NaN)));
        found("twice", request(sum -> sum.getDataPointsBuilder(0).addAttributes(attribute("l"))));
    }

    private static void found(String what, ExportMetricsServiceRequest request) {
        IOException problem = assertThrows(IOException.class, () -> OtlpDecoder.ofMessage(request.toByteArray()));
        assertTrue(String.valueOf(problem.getMessage()).contains(what), problem.getMessage());
    }

    private static ExportMetricsServiceRequest request(Consumer<Sum.Builder> bug) {
        Sum.Builder sum = Sum.newBuilder()
                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                .setIsMonotonic(true);
        for (int i = 0; i < 2; i++) {
            sum.addDataPoints(NumberDataPoint.newBuilder()
                    .setTimeUnixNano(AT + i * 1_000_000L)
                    .setAsDouble(i)
                    .addAttributes(attribute("l")));
        }
        bug.accept(sum);
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name")))
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName("holdfast"))
                                .addMetrics(
                                        Metric.newBuilder().setName("m_total").setSum(sum))))
                .build();
    }

    private static KeyValue attribute(String key) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue("v"))
                .build();
    }
}
