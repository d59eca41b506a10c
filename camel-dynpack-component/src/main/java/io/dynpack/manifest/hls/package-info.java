/** HLS playlists (RFC 8216bis): master, media and I-frame playlists, and the bandwidths they state. */
@NullMarked
package io.dynpack.manifest.hls;

import org.jspecify.annotations.NullMarked;
