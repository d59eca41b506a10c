package io.dynpack.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

import static org.assertj.core.api.Assertions.assertThat;

class OnceLogTest {
    private static final String HOST = "https://login.example";

    private final Queue<SubstituteLoggingEvent> events = new ArrayDeque<>();
    private final AtomicLong now = new AtomicLong();
    private final OnceLog log = new OnceLog(new EventRecordingLogger(new SubstituteLogger("once", events, false), events),
            now::get);

    private List<String> said() {
        return events.stream().map(event -> String.join(": ", List.of(event.getArgumentArray()).stream().map(String::valueOf)
                .toList())).toList();
    }

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void whatGoesOnIsSaidOnce() {
        for (int look = 0; look < 200; look++) {
            log.warn(HOST, "it does not answer");
            log.warn(HOST, "its answer has no keys");
            after(Duration.ofMinutes(5));
        }
        assertThat(said()).containsExactly(HOST + ": it does not answer", HOST + ": its answer has no keys");
    }

    @Test
    void whatWasOverIsSaidAgain() {
        log.warn(HOST, "it does not answer");
        after(Duration.ofMinutes(61));
        log.warn(HOST, "it does not answer");
        assertThat(said()).hasSize(2);
    }

    @Test
    void controlCharactersAreVisible() {
        log.warn("a\nb", "its name\u0007 rings");
        assertThat(said()).containsExactly("a\\u000ab: its name\\u0007 rings");
    }
}
