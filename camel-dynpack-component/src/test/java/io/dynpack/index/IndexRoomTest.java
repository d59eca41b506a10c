package io.dynpack.index;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxHeader;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a file states costs no more than a share of the heap; what is more is refused, for this version for good. */
class IndexRoomTest {

    private static MediaIndex index(TestMovie movie, long heap) {
        ByteBuffer bytes = ByteBuffer.wrap(movie.progressive());
        var file = new SourceFile("f.mp4", "v", bytes.remaining());
        long at = 0;
        for (;;) {
            BoxHeader header = BoxHeader.parse(bytes.position((int) at), at, bytes.limit());
            if (header.type() == Fourcc.MOOV) {
                return new MovieReader(file, Box.parse(bytes.slice((int) at, (int) header.size()), at),
                        new IndexRoom(file, heap)).build();
            }
            at = header.end();
        }
    }

    @Test
    void samplesAreCountedOverAllTracks() {
        TestMovie movie = new TestMovie();
        movie.video().frames(30_000, 3600, 25);
        movie.audio().audioFrames(20_000, 1024);
        assertThat(index(movie, 64 * 50_000).tracks()).hasSize(2);
        assertThatThrownBy(() -> index(movie, 64 * 49_999)).isInstanceOfSatisfying(MediaFileException.class,
                e -> assertThat(e.reason()).contains("more than 49999 samples", "-Xmx", ".dynx"));
    }

    @Test
    void bytesAreCountedOverAllTracks() {
        TestMovie movie = new TestMovie();
        for (int i = 0; i < 100; i++) {
            movie.video().reordered(100, 3000, 25);
        }
        assertThat(index(movie, 32L << 20).tracks()).hasSize(100);
        assertThatThrownBy(() -> index(movie, 4L << 20)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("an index of more than 0 MB");
    }

    /** Hundreds of parameter sets of no bytes take thousands on the heap. */
    @Test
    void sampleEntriesTakeRoomAndAreWeighed() {
        BoxWriter avcC = new BoxWriter(1024);
        byte[] sps = TestEntries.sps(31, 1280, 720);
        int box = avcC.start(Fourcc.of("avcC"));
        avcC.u8(1).u8(100).u8(0).u8(31).u8(0xff).u8(0xe1).u16(sps.length).bytes(sps).u8(255).zeros(2 * 255).end(box);
        TestMovie movie = new TestMovie();
        for (int i = 0; i < 100; i++) {
            movie.video().entry(TestEntries.visual("avc1", 1280, 720, avcC.toByteArray())).frames(2, 3000, 1);
        }
        assertThat(index(movie, 64L << 20).heapBytes()).isGreaterThan(100 * 64 * 255);
        assertThatThrownBy(() -> index(movie, 32L << 20)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("an index of more than 1 MB");
    }

    @Test
    void aThousandTracksAreEnough() {
        TestMovie movie = new TestMovie();
        for (int i = 0; i < 1000; i++) {
            movie.audio().audioFrames(1, 1024);
        }
        assertThat(index(movie, 1L << 30).tracks()).hasSize(1000);
        movie.audio().audioFrames(1, 1024);
        assertThatThrownBy(() -> index(movie, 1L << 30)).hasMessage("f.mp4: has more than 1000 tracks");
    }

    /** So that a stated number of equal values costs nothing. */
    @Test
    void equalValuesTakeNoRoom() {
        var room = new IndexRoom(new SourceFile("f", "v", 1), 0);
        var column = new PackedColumn.Builder(room);
        for (int i = 0; i < 1000; i++) {
            column.add(7);
        }
        assertThat(column.build().isConstant()).isTrue();
        var other = new PackedColumn.Builder(new IndexRoom(new SourceFile("f", "v", 1), 1 << 20));
        for (int i = 0; i < 1000; i++) {
            other.add(i < 200 ? 7 : i);
        }
        PackedColumn built = other.build();
        assertThat(built.get(0)).isEqualTo(7);
        assertThat(built.get(199)).isEqualTo(7);
        assertThat(built.get(200)).isEqualTo(200);
        assertThat(built.get(999)).isEqualTo(999);
        assertThatThrownBy(() -> column.add(8)).isInstanceOf(MediaFileException.class);
    }

    /** Those of a run that states one size for all, 0, take nothing of the file. */
    @Test
    void aFileHasNoMoreSamplesThanBytesButForSome() {
        var room = new IndexRoom(new SourceFile("f.mp4", "v", 1000), 1L << 30);
        for (int i = 0; i < 2 * 1000 + (1 << 16); i++) {
            room.takeSample();
        }
        assertThatThrownBy(room::takeSample)
                .hasMessage("f.mp4: claims more than 67536 samples, which its 1000 bytes cannot hold");
    }
}
