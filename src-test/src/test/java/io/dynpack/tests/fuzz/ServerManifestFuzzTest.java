package io.dynpack.tests.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.ism.IsmException;
import io.dynpack.ism.ServerManifest;
import io.dynpack.ism.TrackReference;

/** Any bytes as a server manifest. */
class ServerManifestFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void anyManifest(byte[] bytes) {
        Bounds.within(bytes.length, () -> {
            try {
                ServerManifest manifest = ServerManifest.read(bytes, "film.ism");
                manifest.fragmentsPerHlsSegment();
                for (TrackReference reference : manifest.tracks()) {
                    reference.toString();
                }
            } catch (IsmException e) {
                // it says what is wrong
            }
        });
    }
}
