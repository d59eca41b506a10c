package io.dynpack.tests.fuzz;

import java.nio.ByteBuffer;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.ism.IsmException;
import io.dynpack.ism.ListedLevel;

/** Any bytes as a client manifest of which the levels are asked for. */
class ClientManifestFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void anyManifest(byte[] bytes) {
        Bounds.within(bytes.length, () -> {
            try {
                ListedLevel.read(ByteBuffer.wrap(bytes), "film.ismc", ListedLevel::toString);
            } catch (IsmException e) {
                // it says what is wrong
            }
        });
    }
}
