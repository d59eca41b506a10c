/** HLS playlists (RFC 8216bis): master, media and I-frame playlists, and the bandwidths they state. */
package io.dynpack.manifest.hls;
