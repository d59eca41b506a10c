package io.dynpack.publishing;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClearLeadDurationTest {

    private static StreamingPolicy policy(String section, Object duration) {
        return StreamingPolicy.of(Map.of("name", "p", "properties", Map.of(section,
                Map.of("enabledProtocols", Map.of("dash", true), "clearLeadDuration", duration))));
    }

    @ParameterizedTest
    @CsvSource({"PT10S, 10000", "PT1M30.5S, 90500", "P1D, 86400000", "pt0.001s, 1"})
    void isADurationOfIso8601(String text, long millis) {
        StreamingPolicy policy = policy("commonEncryptionCbcs", text);
        policy.requireMeaning();
        assertThat(policy.section(EncryptionScheme.COMMON_ENCRYPTION_CBCS).clearLead()).isEqualTo(Duration.ofMillis(millis));
        assertThat(policy.section(EncryptionScheme.COMMON_ENCRYPTION_CENC).clearLead()).isZero();
    }

    /** A stored policy that has it anyway encrypts all. */
    @ParameterizedTest
    @CsvSource({"PT0S, is not above zero", "PT-1S, is not above zero", "-PT1S, is not above zero", "P2D, at most PT24H",
            "PT9999999999999H, is no", "10, is no duration", "'', is no duration", "P1M, is no duration"})
    void nonsenseIsRefusedWithItsPath(String text, String reason) {
        StreamingPolicy policy = policy("commonEncryptionCenc", text);
        assertThatThrownBy(policy::requireMeaning).isInstanceOf(DocumentFieldException.class)
                .hasMessageStartingWith("commonEncryptionCenc.clearLeadDuration is ").hasMessageContaining(reason);
        assertThat(policy.section(EncryptionScheme.COMMON_ENCRYPTION_CENC).clearLead()).isZero();
    }

    @Test
    void wholeSegmentsHaveNone() {
        assertThatThrownBy(policy("envelopeEncryption", "PT10S")::requireMeaning).isInstanceOf(DocumentFieldException.class)
                .hasMessageStartingWith("envelopeEncryption.clearLeadDuration is of commonEncryptionCenc");
        assertThatThrownBy(policy("commonEncryptionCenc", 10)::requireMeaning)
                .hasMessageStartingWith("commonEncryptionCenc.clearLeadDuration is no duration");
    }
}
