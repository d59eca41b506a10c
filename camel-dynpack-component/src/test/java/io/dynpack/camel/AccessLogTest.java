package io.dynpack.camel;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.dynpack.origin.OriginRequest;
import io.dynpack.origin.ResponseKind;

import static org.assertj.core.api.Assertions.assertThat;

class AccessLogTest {
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private boolean enabled = true;
    private boolean json;

    private Logger logger(boolean text) {
        return (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[]{Logger.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isInfoEnabled" -> enabled;
                    case "isDebugEnabled" -> json && !text;
                    case "info", "debug" -> lines.add(MessageFormatter.arrayFormat((String) arguments[0],
                            arguments[arguments.length - 1] instanceof Object[] all ? all : new Object[]{arguments[1]})
                            .getMessage());
                    default -> null;
                });
    }

    @Test
    void writesALineAResponseOnItsOwnThread() throws Exception {
        try (var log = new AccessLog(logger(true), logger(false))) {
            log.add("GET", "/a?b", 200, 10, 55, true, true);
            log.add("GET", "/c", 206, 3, 7, false, false);
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /a?b 200 10 55us HIT");
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /c 206 3 7us MISS ABORTED");
            assertThat(log.dropped()).isZero();
        }
    }

    @Test
    void whatAClientMakesUpStaysInItsPartOfTheLine() throws Exception {
        try (var log = new AccessLog(logger(true), logger(false))) {
            log.add("GE\u001bT", "/a\r\nGET /b 200\t\u0000\u009b\u20ac%0a", 400, 0, 1, false, true);
            log.add("M".repeat(100), "/" + "a".repeat(100_000), 414, 0, 1, false, true);
            assertThat(lines.poll(10, TimeUnit.SECONDS))
                    .isEqualTo("GE%1BT /a%0D%0AGET%20/b%20200%09%00%9B?%0a 400 0 1us MISS");
            assertThat(lines.poll(10, TimeUnit.SECONDS))
                    .isEqualTo("M".repeat(32) + "... /" + "a".repeat(2047) + "... 414 0 1us MISS");
        }
    }

    @Test
    void anErrorSaysItsCodeAndItsCause() throws Exception {
        try (var log = new AccessLog(logger(true), logger(false))) {
            log.add("GET", "/a", 404, 10, 55, false, true, "MPE_RESOURCE_NOT_FOUND", "there is no \"x\"\r\nGET /b 200");
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo(
                    "GET /a 404 10 55us MISS MPE_RESOURCE_NOT_FOUND \"there is no 'x'%0D%0AGET /b 200\"");
        }
    }

    @Test
    void jsonHasWhoAskedForWhatAndWhatPlayersSay() throws Exception {
        enabled = false;
        json = true;
        Map<String, String> headers = Map.of("CMCD-Session", "sid=\"a\\\"b\",cid=\"film, one\"", "CMCD-Object", "br=3200,su");
        var request = new OriginRequest("GET", "/id/a.ism/manifest\u20ac",
                "token=secret&CMCD=bl%3D1800%2Cot%3Dv%2Cevil%20key%3D1",
                headers::get);
        var answered = new Answered(ResponseKind.FRAGMENT, "m3u8-cmaf", 503, "MPE_SERVER_BUSY", false, 10, 1_500_000, 2_500_000,
                false);
        try (var log = new AccessLog(logger(true), logger(false))) {
            log.add(request, answered, "no \"place\"\n", log.player(request, InetAddress.getByName("2001:db8::7")));
            JsonNode line = new ObjectMapper().readTree(lines.poll(10, TimeUnit.SECONDS));
            assertThat(Instant.parse(((ObjectNode) line).remove("time").asText())).isBefore(Instant.now().plusSeconds(1));
            assertThat(line).isEqualTo(new ObjectMapper().readTree("""
                    {"method": "GET", "target": "/id/a.ism/manifest\u20ac", "status": 503, "bytes": 10, "micros": 2500,
                     "cached": false, "complete": false, "code": "MPE_SERVER_BUSY", "cause": "no \\"place\\"\\n",
                     "client": "2001:db8:0:0:0:0:0:7", "kind": "FRAGMENT", "format": "m3u8-cmaf", "firstByteMicros": 1500,
                     "cmcd": {"bl": 1800, "ot": "v", "sid": "a\\"b", "cid": "film, one", "br": 3200, "su": true}}"""));
        }
    }

    @Test
    void goesOnAfterALineThatCouldNotBeWritten() throws Exception {
        Logger works = logger(true);
        AtomicBoolean full = new AtomicBoolean(true);
        Logger fails = (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[]{Logger.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("info") && full.getAndSet(false)) {
                        throw new IllegalStateException("no space left on device");
                    }
                    return method.invoke(works, arguments);
                });
        try (var log = new AccessLog(fails, logger(false))) {
            log.add("GET", "/a", 200, 10, 55, true, true);
            log.add("GET", "/b", 200, 10, 55, true, true);
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /b 200 10 55us HIT");
            assertThat(log.dropped()).isEqualTo(1);
        }
    }

    @Test
    void isSilentWhereTheCategoryIsOff() {
        enabled = false;
        try (var log = new AccessLog(logger(true), logger(false))) {
            log.add("GET", "/a", 200, 10, 55, true, true);
            assertThat(log.enabled()).isFalse();
        }
        assertThat(lines).isEmpty();
    }
}
