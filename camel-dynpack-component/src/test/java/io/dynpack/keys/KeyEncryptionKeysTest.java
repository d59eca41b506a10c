package io.dynpack.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.publishing.KeyEncryptionException;
import io.dynpack.publishing.WrappedSecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyEncryptionKeysTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.US_ASCII);

    private final KeyEncryption encryption = new KeyEncryptionKeys(KEY, List.of());

    /** By the platform's own cipher, as whoever has the key may open a document. */
    @Test
    void isAesGcmWithTheNonceInFrontAndThePlaceAsAssociatedData() throws Exception {
        byte[] bytes = encryption.wrap("place", SECRET).bytes();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, bytes, 0, 12));
        cipher.updateAAD("place".getBytes(StandardCharsets.UTF_8));
        assertThat(cipher.doFinal(bytes, 12, bytes.length - 12)).isEqualTo(SECRET);
        assertThat(bytes).hasSize(12 + SECRET.length + 16);
    }

    @Test
    void noNonceIsUsedTwice() {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            nonces.add(Arrays.toString(Arrays.copyOf(encryption.wrap("place", SECRET).bytes(), 12)));
        }
        assertThat(nonces).hasSize(1000);
    }

    @Test
    void opensWhereItWasWrappedOnly() {
        WrappedSecret wrapped = encryption.wrap("here", SECRET);
        assertThat(encryption.unwrap("here", wrapped)).isEqualTo(SECRET);
        assertThatThrownBy(() -> encryption.unwrap("there", wrapped)).isInstanceOf(KeyEncryptionException.class)
                .hasMessageStartingWith("there: ").hasMessageContaining("belongs to another document");
    }

    @Test
    void everyChangedBitIsNoticed() {
        WrappedSecret wrapped = encryption.wrap("place", SECRET);
        for (int bit = 0; bit < wrapped.bytes().length * 8; bit++) {
            byte[] changed = wrapped.bytes();
            changed[bit / 8] ^= 1 << bit % 8;
            WrappedSecret damaged = WrappedSecret.of(wrapped.keyEncryptionKeyId(), changed);
            assertThatThrownBy(() -> encryption.unwrap("place", damaged)).isInstanceOf(KeyEncryptionException.class);
        }
        for (int length = 0; length < wrapped.bytes().length; length++) {
            WrappedSecret cut = WrappedSecret.of(wrapped.keyEncryptionKeyId(), Arrays.copyOf(wrapped.bytes(), length));
            assertThatThrownBy(() -> encryption.unwrap("place", cut)).isInstanceOf(KeyEncryptionException.class);
        }
    }

    @Test
    void anotherKeyIsNamedAndWhatToDo() {
        WrappedSecret wrapped = encryption.wrap("catalog/contentKeys/00/00.json", SECRET);
        assertThatThrownBy(() -> new KeyEncryptionKeys(OTHER, List.of()).unwrap("catalog/contentKeys/00/00.json", wrapped))
                .isInstanceOf(KeyEncryptionException.class).hasMessageStartingWith("catalog/contentKeys/00/00.json: ")
                .hasMessageContaining(wrapped.keyEncryptionKeyId()).hasMessageContaining("previousKeyEncryptionKeys");
        assertThatThrownBy(() -> KeyEncryption.NONE.unwrap("x", wrapped)).isInstanceOf(KeyEncryptionException.class)
                .hasMessageContaining("this node has none").hasMessageContaining("keyEncryptionKeyFile");
    }

    @Test
    void olderKeysOpenAndDoNotWrap() {
        WrappedSecret old = encryption.wrap("place", SECRET);
        KeyEncryption both = new KeyEncryptionKeys(OTHER, List.of(KEY));
        assertThat(both.unwrap("place", old)).isEqualTo(SECRET);
        WrappedSecret now = both.wrap("place", SECRET);
        assertThat(now.keyEncryptionKeyId()).isNotEqualTo(old.keyEncryptionKeyId());
        assertThat(new KeyEncryptionKeys(OTHER, List.of()).unwrap("place", now)).isEqualTo(SECRET);
    }

    @Test
    void textsTellNothing() {
        assertThat(encryption.toString()).doesNotContain(new String(KEY, StandardCharsets.US_ASCII))
                .doesNotContain(Base64.getEncoder().encodeToString(KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2VjcmV0", "secret!", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm"})
    void badKeysAreRefusedAndNotShown(String key) {
        assertThatThrownBy(() -> KeyEncryptionKeys.parse(key)).isInstanceOf(IllegalArgumentException.class)
                .satisfies(failure -> assertThat(String.valueOf(failure)).doesNotContain("ecret").doesNotContain("MDEy"));
    }
}
