package io.dynpack.publishing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a path is encrypted. */
public enum EncryptionScheme {
    @JsonProperty("NoEncryption")
    NO_ENCRYPTION,
    @JsonProperty("EnvelopeEncryption")
    ENVELOPE_ENCRYPTION,
    @JsonProperty("CommonEncryptionCenc")
    COMMON_ENCRYPTION_CENC,
    @JsonProperty("CommonEncryptionCbcs")
    COMMON_ENCRYPTION_CBCS
}
