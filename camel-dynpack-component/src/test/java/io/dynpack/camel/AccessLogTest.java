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
    void isSilentWhereTheCategoryIsOff() {
        enabled = false;
        try (var log = new AccessLog(logger())) {
            log.add("GET", "/a", 200, 10, 55, true, true);
            assertThat(log.enabled()).isFalse();
        }
        assertThat(lines).isEmpty();
    }
}
