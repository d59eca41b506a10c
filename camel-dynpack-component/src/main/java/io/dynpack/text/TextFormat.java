package io.dynpack.text;

/** What a text document or the samples of a text track are written in. */
public enum TextFormat {
    /** W3C WebVTT. */
    WEBVTT,
    /** {@code .srt}, which no standard describes. */
    SUBRIP,
    /** W3C TTML1 and TTML2 with their profiles: IMSC, SMPTE-TT, EBU-TT-D, DFXP. */
    TTML,
    /** WebVTT in the samples of an MP4 file (ISO/IEC 14496-30). */
    WVTT,
    /** A document of TTML in each sample of an MP4 file (ISO/IEC 14496-30). */
    STPP,
    /** Timed text of 3GPP in the samples of an MP4 file (TS 26.245). */
    TX3G,
    /** Line 21 captions in the samples of a QuickTime file (CTA-608-E). */
    CEA608
}
