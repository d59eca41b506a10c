package io.dynpack.camel;

import java.lang.reflect.Proxy;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

import static org.assertj.core.api.Assertions.assertThat;

class AccessLogTest {
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private boolean enabled = true;

    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[]{Logger.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isInfoEnabled" -> enabled;
                    case "info" -> lines.add(MessageFormatter.arrayFormat((String) arguments[0],
                            (Object[]) arguments[arguments.length - 1]).getMessage());
                    default -> null;
                });
    }

    @Test
    void writesALineAResponseOnItsOwnThread() throws Exception {
        try (var log = new AccessLog(logger())) {
            log.add("GET", "/a?b", 200, 10, 55, true, true);
            log.add("GET", "/c", 206, 3, 7, false, false);
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /a?b 200 10 55us HIT");
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /c 206 3 7us MISS ABORTED");
            assertThat(log.dropped()).isZero();
        }
    }

    @Test
    void whatAClientMakesUpStaysInItsPartOfTheLine() throws Exception {
        try (var log = new AccessLog(logger())) {
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
        try (var log = new AccessLog(logger())) {
            log.add("GET", "/a", 404, 10, 55, false, true, "MPE_RESOURCE_NOT_FOUND", "there is no \"x\"\r\nGET /b 200");
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo(
                    "GET /a 404 10 55us MISS MPE_RESOURCE_NOT_FOUND \"there is no 'x'%0D%0AGET /b 200\"");
        }
    }

    @Test
    void isSilentWhereTheCategoryIsOff() {
        enabled = false;
        try (var log = new AccessLog(logger())) {
            log.add("GET", "/a", 200, 10, 55, true, true);
            assertThat(log.enabled()).isFalse();
        }
        assertThat(lines).isEmpty();
    }
}
