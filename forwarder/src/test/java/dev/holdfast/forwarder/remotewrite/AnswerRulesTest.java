package dev.holdfast.forwarder.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.exchange.HttpReply;
import dev.holdfast.forwarder.exchange.SendResult;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerRulesTest {
    private static final int SENT = 10;
    private static final String HEADER = "X-Prometheus-Remote-Write-Samples-Written";

    @ParameterizedTest
    @CsvSource({
        "204, 10, Delivered",
        "200, 11, Delivered", // more than was sent: all of it
        "200, 9, Partial",
        "204, 0, Denied",
        "204, -, Denied",
        "204, -3, Denied",
        "204, many, Denied",
        "400, 10, Delivered", // what it complains of is no sample
        "400, 9, Partial",
        "400, 0, Refused",
        "400, -, Refused",
        "409, 4, Partial",
        "413, -, Refused",
        "415, 5, Denied",
        "401, 10, Denied",
        "404, -, Denied",
        "429, 5, Retry",
        "500, 10, Retry", // the whole, whatever was stored of it
        "503, -, Retry",
        "302, 10, Denied",
    })
    void countsAndStatusMakeTheResultOf2(int status, String written, String expected) {
        HttpReply reply = reply(status, written);
        SendResult result = AnswerRules.v2(reply, WrittenCount.of(reply), SENT);
        assertEquals(expected, result.getClass().getSimpleName());
        assertEquals(status, result.status());
        if (result instanceof SendResult.Partial partial) {
            assertEquals(Long.parseLong(written), partial.written());
        }
    }

    @Test
    void version1DrawsNoConclusionsFromHeaders() {
        assertEquals(new SendResult.Delivered(204), AnswerRules.v1(reply(204, "0")));
        assertEquals(new SendResult.Refused(400, "text"), AnswerRules.v1(reply(400, "10")));
    }

    @Test
    void aLieSaysWhatToDo() {
        HttpReply reply = reply(204, "-");
        String message = AnswerRules.v2(reply, WrittenCount.of(reply), SENT).message();
        assertTrue(message.contains("protocol") && message.contains("auto"), message);
    }

    @Test
    void theCountOfAnotherKindShowsThat2IsSpoken() {
        HttpReply reply = new HttpReply(
                200,
                "",
                0,
                Map.of("X-Prometheus-Remote-Write-Histograms-Written", "3")::get,
                new byte[0],
                true,
                false,
                UnaryOperator.identity());
        assertEquals(new WrittenCount(true, 0), WrittenCount.of(reply));
    }

    private static HttpReply reply(int status, String written) {
        Map<String, String> headers = written.equals("-") ? Map.of() : Map.of(HEADER, written);
        return new HttpReply(status, "text", 0, headers::get, new byte[0], true, false, UnaryOperator.identity());
    }
}
