package io.dynpack.tests.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.codec.CodecException;
import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.SampleLayoutColumn;
import io.dynpack.index.IndexFormatException;
import io.dynpack.index.StoredLayouts;

/**
 * Any bytes as stored layouts whose checksum holds: refused, or runs of bytes that samples of the sizes they are held against
 * have.
 */
class StoredLayoutsFuzzTest {
    private static final int PART = 7;

    @FuzzTest(maxDuration = "10m")
    void anyLayouts(byte[] content) {
        byte[] bytes = Arrays.copyOf(content, content.length + 4);
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        ByteBuffer.wrap(bytes).putInt(content.length, (int) checksum.getValue());
        Bounds.within(bytes.length, () -> {
            try {
                StoredLayouts layouts = StoredLayouts.load(ByteBuffer.wrap(bytes));
                if (!StoredLayouts.load(layouts.store()).file().equals(layouts.file())) {
                    throw new AssertionError("stored and read again it is of another file");
                }
                layouts.tracks().values().forEach(StoredLayoutsFuzzTest::parts);
            } catch (IndexFormatException e) {
                // and the media would be looked at
            }
        });
    }

    private static void parts(SampleLayoutColumn column) {
        for (int size : new int[]{0, 1, 2, 5, 300}) {
            for (int first = 0; first < Math.min(column.count(), 100 * PART); first += PART) {
                int samples = Math.min(PART, column.count() - first);
                try {
                    requireCovered(column.part(first, samples, sample -> size), size);
                } catch (CodecException e) {
                    // of samples of another size
                }
            }
        }
    }

    private static void requireCovered(SampleLayout layout, int size) {
        SampleLayout.Reader reader = layout.reader();
        for (int sample = 0; sample < layout.count(); sample++) {
            reader.sample(size);
            int left = size;
            while (reader.next()) {
                if (reader.clear() < 0 || reader.data() < 0) {
                    throw new AssertionError("a run of less than no bytes");
                }
                left -= reader.clear() + reader.data();
            }
            if (left != 0) {
                throw new AssertionError(left + " bytes of " + size + " that no run covers");
            }
        }
    }
}
