package io.dynpack.tests;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** The status of an answer waits for its first media bytes, and not for ever. */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstByteTimeoutTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private HeldStorage storage;
    private QuickstartOrigin origin;
    private RawHttp http;
    private URI ism;

    @BeforeAll
    void start() {
        origin = QuickstartOrigin.start(Map.of("camel.component.dynpack.firstByteTimeout", LIMIT.toMillis() + "ms"), folder -> {
            storage = new HeldStorage(folder);
            return storage;
        });
        http = new RawHttp(origin.base());
        ism = origin.publish(Fixtures.ladder());
    }

    @AfterAll
    void stop() {
        origin.close();
        storage.close();
    }

    @Test
    void aBodyThatDoesNotComeIsRefusedWithNothingSent() {
        List<String> paths = new ArrayList<>(List.of(ism.resolve("../" + Fixtures.LEVELS.get(0).file()).getRawPath()));
        for (StreamingFormat format : StreamingFormat.values()) {
            // one of each format: a read that hangs holds its place among those that run at a time
            Rendition rendition = format.manifests().read(ism.resolve(format.manifest()), new Delivery()::text).get(0);
            paths.add(rendition.segments().get(1).uri().getRawPath());
        }
        // sources that were opened before answer; these are closed
        storage.hold(name -> name.endsWith(".mp4"));
        int refused = 0;
        try {
            for (String path : paths) {
                Reply head = http.request("HEAD", path);
                assertThat(head.status()).as("HEAD needs no media").isEqualTo(200);
                Reply reply = http.get(path, "Range: bytes=1-");
                if (reply.status() == 206) {
                    // of a source that was open already
                    continue;
                }
                refused++;
                assertThat(reply.status()).as(path).isEqualTo(503);
                assertThat(reply.header("Retry-After")).matches("\\d+");
                assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
                assertThat(reply.header("Content-Range")).isNull();
                assertThat(reply.length()).as("no byte of media").isEqualTo(reply.body().length);
                assertThat(Duration.ofNanos(reply.nanos())).isBetween(LIMIT.minusMillis(100), LIMIT.plusMillis(1500));
            }
        } finally {
            storage.release();
        }
        assertThat(refused).isPositive();
        for (String path : paths) {
            Reply reply = http.get(path);
            assertThat(reply.status()).as(path).isEqualTo(200);
            assertThat(reply.length()).isEqualTo(reply.body().length);
        }
    }
}
