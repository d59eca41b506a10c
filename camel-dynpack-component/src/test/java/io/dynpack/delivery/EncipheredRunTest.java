package io.dynpack.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;
import io.dynpack.protection.ContentKey;
import io.dynpack.protection.EnvelopeCipher;
import io.dynpack.segment.BodyCipher;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whole bodies under AES-128. */
class EncipheredRunTest {
    private static final byte[] KEY = HexFormat.of().parseHex("8e73b0f7da0e6452c810f32b809079e5");
    private static final byte[] IV = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final ContentKey CONTENT_KEY = new ContentKey(new UUID(1, 2), KEY, IV);
    private static final int SIZE = 1_500_000;

    @TempDir
    Path root;
    private FileStorage files;
    private OpenSources sources;
    private byte[] media;
    private long kept;
    private SourceFile file;

    @BeforeEach
    void write() throws IOException {
        files = new FileStorage(root);
        sources = new OpenSources(files, 8, Duration.ofSeconds(10));
        media = new byte[SIZE];
        new Random(5).nextBytes(media);
        StoredObject stored = files.put("a", ByteBuffer.wrap(media), PutCondition.ALWAYS).join();
        file = new SourceFile("a", stored.version(), SIZE);
    }

    @AfterEach
    void close() {
        assertThat(sources.buffers().lentBytes()).as("but for what is kept").isLessThanOrEqualTo(kept);
        files.close();
    }

    /** A header of 100 bytes and so many of the file. */
    private SegmentBody clear(int length) {
        Piece.Literal header = Piece.Literal.of(Arrays.copyOf(media, 100));
        return length <= 100
                ? SegmentBody.of(header.slice(0, length))
                : SegmentBody.of(header, new Piece.Ranges(file, new ByteRanges(new long[]{7}, new long[]{7 + length - 100})));
    }

    private byte[] clearBytes(int length) {
        byte[] clear = Arrays.copyOf(media, length);
        if (length > 100) {
            System.arraycopy(media, 7, clear, 100, length - 100);
        }
        return clear;
    }

    private static SegmentBody enciphered(SegmentBody clear) {
        return enciphered(clear, new EnvelopeCipher(CONTENT_KEY));
    }

    private static SegmentBody enciphered(SegmentBody clear, BodyCipher cipher) {
        return SegmentBody.of(Piece.Enciphered.of(UUID.randomUUID().toString(), clear, cipher));
    }

    private byte[] read(SegmentBody body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BodyCursor cursor = new BodyCursor(body, sources)) {
            while (cursor.ready().join()) {
                cursor.drain(10_000, bytes -> {
                    byte[] part = new byte[bytes.remaining()];
                    bytes.get(part);
                    out.writeBytes(part);
                });
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 100, 101, 131_072, 131_088, 262_143, 1_400_000})
    void aBodyIsChainedAndPadded(int length) throws Exception {
        SegmentBody body = enciphered(clear(length));
        byte[] encrypted = read(body);
        assertThat(encrypted).hasSize((int) body.length()).hasSize((length / 16 + 1) * 16);
        Cipher blocks = Cipher.getInstance("AES/CBC/NoPadding");
        blocks.init(Cipher.DECRYPT_MODE, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(IV));
        byte[] padded = blocks.doFinal(encrypted);
        int padding = 16 - length % 16;
        assertThat(Arrays.copyOf(padded, length)).isEqualTo(clearBytes(length));
        assertThat(Arrays.copyOfRange(padded, length, padded.length)).hasSize(padding).containsOnly(padding);
    }

    @Test
    void aPartIsThatOfTheWhole() {
        kept = 11 * 65_536;
        SegmentBody body = enciphered(clear(600_000));
        byte[] whole = read(body);
        Random random = new Random(9);
        for (int i = 0; i < 40; i++) {
            int from = random.nextInt(whole.length);
            int to = from + 1 + random.nextInt(whole.length - from);
            assertThat(read(body.slice(from, to))).as("%s to %s", from, to).isEqualTo(Arrays.copyOfRange(whole, from, to));
        }
        assertThat(read(body.slice(whole.length - 1, whole.length))).containsExactly(whole[whole.length - 1]);
    }

    /** Counts how often a body is begun. */
    private record Counted(BodyCipher cipher, AtomicInteger begun) implements BodyCipher {
        @Override
        public long length(long clear) {
            return cipher.length(clear);
        }

        @Override
        public Run begin() {
            begun.incrementAndGet();
            return cipher.begin();
        }
    }

    @Test
    void partsAreTakenFromABodyThatIsMadeOnce() {
        kept = 2 * 11 * 65_536;
        AtomicInteger begun = new AtomicInteger();
        BodyCipher cipher = new Counted(new EnvelopeCipher(CONTENT_KEY), begun);
        SegmentBody body = enciphered(clear(600_000), cipher);
        for (int i = 0; i < 20; i++) {
            read(body.slice(i * 1000, i * 1000 + 10));
        }
        assertThat(begun).as("parts").hasValue(1);
        read(body);
        assertThat(begun).as("the whole, too").hasValue(1);
        SegmentBody other = enciphered(clear(600_000), cipher);
        read(other);
        read(other);
        read(other);
        assertThat(begun).as("once while it is sent, once to be kept").hasValue(3);
    }

    @Test
    void whatIsTooLargeToBeKeptIsMadeAnew() {
        AtomicInteger begun = new AtomicInteger();
        SegmentBody body = enciphered(clear(600_000), new Counted(new EnvelopeCipher(CONTENT_KEY), begun));
        BuiltBodies small = new BuiltBodies(sources, sources.buffers(), 2_000_000);
        assertThat(small.of((Piece.Enciphered) body.slice(1, 2).pieces().get(0))).isNull();
        assertThat(begun).hasValue(0);
    }

    @Test
    void whereNoBufferIsLeftTheNextMakesItAnew() {
        ReusableBuffers buffers = sources.buffers();
        List<ByteBuffer> taken = new ArrayList<>();
        SegmentBody body = enciphered(clear(100));
        Piece.Enciphered part = (Piece.Enciphered) body.slice(1, 2).pieces().get(0);
        BuiltBodies bodies = new BuiltBodies(sources, buffers, 2_000_000);
        kept = 65_536;
        try {
            for (;;) {
                taken.add(buffers.take(64 << 10));
            }
        } catch (StorageException.Busy full) {
            buffers.give(taken.remove(taken.size() - 1));
        }
        CompletableFuture<ByteBuffer> first = bodies.of(part);
        assertThat(first).isNotNull().failsWithin(Duration.ofSeconds(10)).withThrowableThat()
                .withCauseInstanceOf(StorageException.Busy.class);
        taken.forEach(buffers::give);
        assertThat(bodies.of(part)).isNotNull().succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whatIsGivenUpIsGivenBack() {
        BodyCursor cursor = new BodyCursor(enciphered(clear(1_000_000)), sources);
        assertThat(cursor.ready().join()).isTrue();
        cursor.close();
        assertThatThrownBy(() -> cursor.drain(1, bytes -> {})).isInstanceOf(StorageException.class);
    }

    @Test
    void aFileThatChangedEndsIt() throws Exception {
        SegmentBody body = enciphered(clear(1_000_000));
        files.put("a", ByteBuffer.wrap(Arrays.copyOf(media, 50)), PutCondition.ALWAYS).join();
        try (BodyCursor cursor = new BodyCursor(body, sources)) {
            assertThatThrownBy(() -> cursor.ready().join()).isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StorageException.Changed.class);
        }
    }

    @Test
    void aKeyIsNeverShown() {
        assertThat(CONTENT_KEY.toString()).doesNotContain("8e73").contains(CONTENT_KEY.id().toString());
        assertThatThrownBy(() -> new ContentKey(new UUID(1, 2), new byte[15], IV)).hasMessageContaining("15 bytes");
        assertThat(List.of(new EnvelopeCipher(CONTENT_KEY).toString(), enciphered(clear(1)).toString()))
                .noneMatch(text -> text.contains("8e73"));
    }
}
