package io.dynpack.manifest.hls;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.ContentProtection;

/** {@code EXT-X-KEY} and {@code EXT-X-SESSION-KEY} (RFC 8216bis, 4.4.4.4 and 4.4.6.5): one line a system. */
final class KeyTag {
    private KeyTag() {}

    /** The lines of a media playlist. */
    static void append(StringBuilder out, ContentProtection protection) {
        if (protection instanceof ContentProtection.Envelope envelope) {
            // the prefix of the vector is in upper case, as Azure Media Services wrote it
            out.append("#EXT-X-KEY:METHOD=AES-128,URI=\"").append(MasterPlaylist.quoted(envelope.keyUri())).append("\",IV=0X")
                    .append(envelope.iv()).append('\n');
        } else if (protection instanceof ContentProtection.Common common) {
            append(out, "#EXT-X-KEY:", common);
        }
    }

    /** The line in front of segments that are clear, where a key follows. */
    static void appendNone(StringBuilder out) {
        out.append("#EXT-X-KEY:METHOD=NONE\n");
    }

    /** The lines of a master playlist, so that players ask for licences early; none of an envelope, whose keys come fast. */
    static void appendSession(StringBuilder out, ContentProtection protection) {
        if (protection instanceof ContentProtection.Common common) {
            append(out, "#EXT-X-SESSION-KEY:", common);
        }
    }

    private static void append(StringBuilder out, String tag, ContentProtection.Common common) {
        String method = common.scheme() == ContentProtection.Scheme.CENC ? "SAMPLE-AES-CTR" : "SAMPLE-AES";
        for (ContentProtection.KeySystem system : common.systems()) {
            String uri = uri(common, system);
            if (uri == null) {
                continue;
            }
            out.append(tag).append("METHOD=").append(method).append(",URI=\"").append(MasterPlaylist.quoted(uri)).append('"');
            if (system.kind() == ContentProtection.Kind.WIDEVINE) {
                out.append(",KEYID=0x").append(common.keyId().replace("-", ""));
            }
            out.append(",KEYFORMAT=\"").append(format(system.kind())).append("\",KEYFORMATVERSIONS=\"1\"");
            if (common.iv() != null) {
                out.append(",IV=0X").append(common.iv());
            }
            out.append('\n');
        }
    }

    private static @Nullable String uri(ContentProtection.Common common, ContentProtection.KeySystem system) {
        return switch (system.kind()) {
            case FAIRPLAY -> system.url();
            case WIDEVINE -> system.pssh() == null ? null : "data:text/plain;base64," + system.pssh();
            case PLAYREADY -> system.object() == null ? null : "data:text/plain;charset=UTF-16;base64," + system.object();
            case CLEAR_KEY -> common.keyUri();
        };
    }

    private static String format(ContentProtection.Kind kind) {
        return switch (kind) {
            case FAIRPLAY -> "com.apple.streamingkeydelivery";
            case WIDEVINE -> "urn:uuid:" + kind.systemId();
            case PLAYREADY -> "com.microsoft.playready";
            case CLEAR_KEY -> "identity";
        };
    }
}
