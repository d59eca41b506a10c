/**
 * Captions and subtitles as segments: documents of IMSC 1.1 and cues of WebVTT in fragmented MP4 (ISO/IEC 14496-30) and in that of
 * Smooth Streaming, and files of WebVTT. Each is built whole from the cues of its window of time; nothing is read here.
 */
@NullMarked
package io.dynpack.segment.text;

import org.jspecify.annotations.NullMarked;
