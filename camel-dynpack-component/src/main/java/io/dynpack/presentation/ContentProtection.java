package io.dynpack.presentation;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** What a manifest says of how a level is encrypted. */
public sealed interface ContentProtection permits ContentProtection.Envelope, ContentProtection.Common {

    /** The same for all levels that have the same key; the KID as a GUID in lower case. */
    String keyId();

    /**
     * Whole segments under AES-128, chained and padded.
     *
     * @param keyUri where the key is had, absolute or relative to any manifest
     * @param iv     initialization vector of each segment, 32 upper-case hexadecimal digits
     */
    record Envelope(String keyId, String keyUri, String iv) implements ContentProtection {}

    /**
     * Samples under common encryption (ISO/IEC 23001-7).
     *
     * @param scheme  what of it
     * @param iv      constant initialization vector of {@link Scheme#CBCS}, 32 upper-case hexadecimal digits; {@code null} for
     *                {@link Scheme#CENC}
     * @param keyUri  where the key itself is had, absolute or relative to any manifest
     * @param systems that players have the key from
     * @param clearLead ticks of 10 MHz: fragments that begin within it are clear; 0 for none
     */
    record Common(String keyId, Scheme scheme, @Nullable String iv, String keyUri, List<KeySystem> systems, long clearLead)
            implements
                ContentProtection {
        public Common {
            systems = List.copyOf(systems);
        }
    }

    /** A scheme of common encryption. */
    enum Scheme {
        /** AES in counter mode. */
        CENC,
        /** AES chained over a pattern of blocks. */
        CBCS;

        /** As in {@code value} of a descriptor of DASH. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A system that players have keys from.
     *
     * @param pssh   the box of initialization segments, Base64; {@code null} where the system has none
     * @param object PlayReady object, Base64; {@code null} but for {@link Kind#PLAYREADY}
     * @param url    where its licences are had; {@code null} where players have to know
     */
    record KeySystem(Kind kind, @Nullable String pssh, @Nullable String object, @Nullable String url) {}

    /** Which system. */
    enum Kind {
        PLAYREADY("9a04f079-9840-4286-ab92-e65be0885f95"),
        WIDEVINE("edef8ba9-79d6-4ace-a3c8-27dcd51d21ed"),
        FAIRPLAY("94ce86fb-07ff-4f43-adb8-93d2fa968ca2"),
        /** Of the W3C, as DASH-IF registered it. */
        CLEAR_KEY("e2719d58-a985-b3c9-781a-b030af78d30e");

        private final String systemId;

        Kind(String systemId) {
            this.systemId = systemId;
        }

        /** GUID in lower case. */
        public String systemId() {
            return systemId;
        }
    }
}
