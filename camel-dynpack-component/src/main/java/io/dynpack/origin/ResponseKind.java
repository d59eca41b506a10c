package io.dynpack.origin;

/** What a response is, for counters, logs and the {@code CamelDynpackResponseKind} header. */
public enum ResponseKind {
    MASTER,
    MEDIA_PLAYLIST,
    INIT,
    FRAGMENT,
    KEY_FRAME,
    DOWNLOAD,
    OPTIONS,
    ERROR
}
