package io.dynpack.tests.fuzz;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.url.StreamingUrl;
import io.dynpack.url.UrlException;

/** Any text as the path of a request: refused, or printed as a path that means the same. */
class StreamingUrlFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void anyPath(byte[] bytes) {
        String path = new String(bytes, StandardCharsets.ISO_8859_1);
        Bounds.within(bytes.length, () -> {
            StreamingUrl url;
            try {
                url = StreamingUrl.parse(path);
            } catch (UrlException e) {
                return;
            }
            StreamingUrl again = StreamingUrl.parse(url.path());
            if (!again.equals(url) || !again.path().equals(url.path())) {
                throw new AssertionError(url + " is printed as " + url.path() + ", which is " + again);
            }
        });
    }
}
