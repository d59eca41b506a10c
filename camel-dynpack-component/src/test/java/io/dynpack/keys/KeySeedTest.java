package io.dynpack.keys;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeySeedTest {
    /** Of Microsoft's test server for PlayReady. */
    private static final String TEST_SEED = "XVBovsmzhP9gRIZxWfFta3VVRPzVEWmJsazEJ46I";

    /** Known answers: of the tests of the SDK of Azure Media Services, and of a CPIX library. */
    @ParameterizedTest
    @CsvSource({"339C45B5-FB6D-4BD9-994C-EABD9D41C95B, a537cdc0ca65841406d525e7bf22d754",
            "8ba94ade-6eb9-449d-b44f-a5beefaf43b0, dbfd6922c321c4bb486f4a1c44097ed6"})
    void valuesAreThoseOfPlayReady(UUID id, String value) {
        assertThat(HexFormat.of().formatHex(KeySeed.parse(TEST_SEED).value(id))).isEqualTo(value);
        assertThat(HexFormat.of().formatHex(KeySeed.parse(" " + TEST_SEED + "\n").value(id))).isEqualTo(value);
    }

    @Test
    void bytesBehindTheFirstThirtyDoNotCount() {
        byte[] longer = Arrays.copyOf(Base64.getDecoder().decode(TEST_SEED), 40);
        UUID id = UUID.randomUUID();
        assertThat(new KeySeed(longer).value(id)).isEqualTo(KeySeed.parse(TEST_SEED).value(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAEC", "no Base64, a secret"})
    void badSeedsAreRefusedAndNotShown(String seed) {
        assertThatThrownBy(() -> KeySeed.parse(seed)).isInstanceOf(IllegalArgumentException.class)
                .satisfies(failure -> assertThat(String.valueOf(failure)).doesNotContain("secret").doesNotContain("AAEC"));
    }
}
