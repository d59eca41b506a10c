package io.dynpack.tests.fuzz;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.asset.MediaIndexer;
import io.dynpack.index.MediaFileException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MediaIndexCodec;

/** Any bytes as a media file: a refusal that says why, or an index that can be stored and served. */
class MovieFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void anyFile(byte[] bytes) {
        Bounds.within(bytes.length, () -> {
            MediaIndex index;
            try {
                index = MediaIndexer.index(BytesSource.of(bytes)).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof MediaFileException) {
                    return;
                }
                throw e;
            } catch (MediaFileException e) {
                return;
            }
            ByteBuffer stored = MediaIndexCodec.store(index);
            ByteBuffer again = MediaIndexCodec.store(MediaIndexCodec.load(stored.duplicate()));
            if (!again.equals(stored)) {
                throw new AssertionError("an index that was stored and loaded is another one");
            }
            Presented.everything(index);
        });
    }
}
