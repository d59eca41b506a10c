package io.dynpack.tests.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.index.IndexFormatException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MediaIndexCodec;

/** Any bytes as a stored index whose checksum holds: refused, or about samples that the file it names can have. */
class StoredIndexFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void anyIndex(byte[] content) {
        byte[] bytes = Arrays.copyOf(content, content.length + 4);
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        ByteBuffer.wrap(bytes).putInt(content.length, (int) checksum.getValue());
        Bounds.within(bytes.length, () -> {
            try {
                if (MediaIndexCodec.load(ByteBuffer.wrap(bytes)) instanceof MediaIndex index) {
                    Presented.everything(index);
                }
            } catch (IndexFormatException e) {
                // and the media would be read
            }
        });
    }
}
