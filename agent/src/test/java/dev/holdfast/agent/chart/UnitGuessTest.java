package dev.holdfast.agent.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.query.PromQl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units by name, and none where it could mislead. */
class UnitGuessTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            node_memory_MemFree_bytes ; BYTES
            sum(node_memory_MemFree_bytes) / 2 ; NONE
            node_memory_MemTotal_bytes - node_memory_MemFree_bytes ; BYTES
            node_memory_MemFree_bytes > 1e9 ; BYTES
            node_memory_MemFree_bytes > bool 1e9 ; NONE
            node_memory_MemFree_bytes / node_memory_MemTotal_bytes ; NONE
            100 * node_memory_MemFree_bytes / node_memory_MemTotal_bytes ; NONE
            100 * (node_memory_MemFree_bytes / node_memory_MemTotal_bytes) ; PERCENT
            100 * (1 - avg(rate(node_cpu_seconds_total{mode="idle"}[1m]))) ; PERCENT
            rate(node_network_receive_bytes_total[1m]) ; BYTES_PER_SECOND
            sum by (device) (irate(node_disk_read_bytes_total[1m])) ; BYTES_PER_SECOND
            8 * rate(node_network_receive_bytes_total[1m]) ; NONE
            increase(node_network_receive_bytes_total[1h]) ; BYTES
            rate(node_cpu_seconds_total[1m]) ; NONE
            node_cpu_seconds_total ; SECONDS
            node_disk_io_time_seconds_total ; SECONDS
            node_boot_time_seconds ; NONE
            time() - node_boot_time_seconds ; NONE
            process_start_time_seconds ; NONE
            node_time_seconds ; NONE
            node_hwmon_temp_celsius ; CELSIUS
            max_over_time(node_hwmon_temp_celsius[5m]) ; CELSIUS
            count(node_memory_MemFree_bytes) ; NONE
            count_over_time(node_memory_MemFree_bytes[5m]) ; NONE
            node_load1 ; NONE
            node_memory_MemFree_bytes or node_load1 ; NONE
            histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) ; SECONDS
            http_request_duration_seconds_bucket ; NONE
            rate(http_request_duration_seconds_bucket[5m]) ; NONE
            avg_over_time(rate(node_disk_read_bytes_total[1m])[5m:]) ; BYTES_PER_SECOND
            -node_memory_MemFree_bytes ; BYTES
            topk(3, node_memory_MemFree_bytes) ; BYTES
            42 ; NONE
            """)
    void isWhatTheNamesSay(String expression, Unit unit) {
        assertEquals(unit, UnitGuess.of(PromQl.parse(expression)));
    }
}
