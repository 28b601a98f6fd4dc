package dev.holdfast.agent.outage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a receiver holds, as it says itself. */
final class PeerContent {
    private PeerContent() {}

    /** All of a Prometheus' samples of the four hours before a time; stale markers are not in it. */
    static Map<Labels, Map<Long, List<Double>>> prometheus(int port, long newestMs) throws IOException {
        String query = URLEncoder.encode("{__name__=~\".+\"}[4h]", StandardCharsets.UTF_8);
        String answer = Peer.get("http://127.0.0.1:" + port + "/api/v1/query?query=" + query + "&time="
                + BigDecimal.valueOf(newestMs, 3));
        Map<Labels, Map<Long, List<Double>>> result = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(answer)) {
            Labels labels = Labels.EMPTY;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("metric")) {
                    labels = metric(json);
                } else if (token == JsonToken.FIELD_NAME && json.currentName().equals("values")) {
                    Map<Long, List<Double>> samples = result.computeIfAbsent(labels, l -> new HashMap<>());
                    json.nextToken();
                    while (json.nextToken() == JsonToken.START_ARRAY) {
                        json.nextToken();
                        long time = json.getDecimalValue().movePointRight(3).longValueExact();
                        json.nextToken();
                        samples.computeIfAbsent(time, t -> new ArrayList<>()).add(number(json.getText()));
                        json.nextToken();
                    }
                }
            }
        }
        return result;
    }

    /** All of a VictoriaMetrics' samples, those that it has twice twice. */
    static Map<Labels, Map<Long, List<Double>>> victoriaMetrics(int port) throws IOException {
        Peer.get(
                "http://127.0.0.1:" + port + "/internal/force_flush"); // what is new is not to be seen for some seconds
        String match = URLEncoder.encode("{__name__!=\"\"}", StandardCharsets.UTF_8);
        Map<Labels, Map<Long, List<Double>>> result = new HashMap<>();
        for (String line : Peer.get("http://127.0.0.1:" + port + "/api/v1/export?match[]=" + match)
                .split("\n")) {
            Labels labels = Labels.EMPTY;
            List<Double> values = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            try (JsonParser json = new JsonFactory().createParser(line)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token != JsonToken.FIELD_NAME) {
                        continue;
                    }
                    switch (json.currentName()) {
                        case "metric" -> labels = metric(json);
                        case "values" -> {
                            json.nextToken();
                            while (json.nextToken() != JsonToken.END_ARRAY) {
                                values.add(number(json.getText()));
                            }
                        }
                        case "timestamps" -> {
                            json.nextToken();
                            while (json.nextToken() != JsonToken.END_ARRAY) {
                                times.add(json.getLongValue());
                            }
                        }
                        default -> throw new IOException("unexpected field " + json.currentName());
                    }
                }
            }
            Map<Long, List<Double>> samples = result.computeIfAbsent(labels, l -> new HashMap<>());
            for (int i = 0; i < values.size(); i++) {
                samples.computeIfAbsent(times.get(i), t -> new ArrayList<>()).add(values.get(i));
            }
        }
        return result;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "null" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static Labels metric(JsonParser json) throws IOException {
        Labels.Builder labels = new Labels.Builder();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            labels.set(name, json.getText());
        }
        return labels.build();
    }
}
