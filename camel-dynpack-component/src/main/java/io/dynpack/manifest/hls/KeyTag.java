package io.dynpack.manifest.hls;

import io.dynpack.presentation.ContentProtection;

/** {@code EXT-X-KEY} (RFC 8216bis, 4.4.4.4). */
final class KeyTag {
    private KeyTag() {}

    /** The prefix of the vector is in upper case, as Azure Media Services wrote it. */
    static void append(StringBuilder out, ContentProtection.Envelope envelope) {
        out.append("#EXT-X-KEY:METHOD=AES-128,URI=\"").append(MasterPlaylist.quoted(envelope.keyUri())).append("\",IV=0X")
                .append(envelope.iv()).append('\n');
    }
}
