package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.PutCondition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BodyCursorTest {

    /** The place in the body has moved on, so whoever asks again would get the bytes behind those that are missing. */
    @Test
    void aReadThatCannotBeginIsNotPassedOverAndHoldsNoMemory(@TempDir Path root) throws Exception {
        try (FileStorage files = new FileStorage(root);
                OpenSources sources = new OpenSources(files, 4, Duration.ofSeconds(1))) {
            String version = files.put("a", ByteBuffer.allocate(100), PutCondition.ALWAYS).join().version();
            var behindTheEnd = new Piece.Ranges(new SourceFile("a", version, 200),
                    new ByteRanges(new long[]{0, 95}, new long[]{10, 105}));
            try (var cursor = new BodyCursor(SegmentBody.of(behindTheEnd), sources)) {
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> cursor.ready().join()).isInstanceOf(CompletionException.class);
                }
            }
            assertThat(sources.buffers().lentBytes()).isZero();
            assertThat(sources.leases()).isZero();
        }
    }
}
